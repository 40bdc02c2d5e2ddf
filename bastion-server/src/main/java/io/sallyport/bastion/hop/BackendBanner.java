package io.sallyport.bastion.hop;

import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;

/**
 * What a backend says before it lets anybody in (RFC 4252, section 5.4), kept for the client: legal
 * notices stand there. Bounded, and without what acts in a terminal.
 *
 * <p>It answers no question: the hop's only method is a key.
 */
final class BackendBanner implements UserInteraction {

  private static final AttributeKey<String> TEXT = new AttributeKey<>();
  private static final int LONGEST = 128 * 1024;

  /** All that this backend has said so far. */
  static String of(ClientSession backend) {
    String text = backend.getAttribute(TEXT);
    return text == null ? "" : text;
  }

  @Override
  public void welcome(ClientSession session, String banner, String language) {
    String all = of(session) + banner.replaceAll("[\\p{Cntrl}&&[^\r\n\t]]", "");
    session.setAttribute(TEXT, all.substring(0, Math.min(LONGEST, all.length())));
  }

  @Override
  public String[] interactive(
      ClientSession session,
      String name,
      String instruction,
      String language,
      String[] prompts,
      boolean[] echo) {
    return new String[0];
  }

  @Override
  public String getUpdatedPassword(ClientSession session, String prompt, String language) {
    return "";
  }
}
