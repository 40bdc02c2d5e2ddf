package io.sallyport.verifier;

import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.VerifiedToken;
import io.sallyport.verifier.Request.Question;
import java.util.Optional;

/**
 * What sshd is told about somebody who may come in, in the words of the one who asked.
 *
 * @param config the limits of this backend
 */
record Answers(VerifierConfig config) {
  /** What the script of PAM's session stage waits for. */
  static final String OK = "ok";

  String to(Question question, HopCertificate certificate, VerifiedToken verified) {
    String login = question.login();
    return switch (question.way()) {
      // Without the principals, sshd would compare the certificate's with nothing but the login.
      case AUTHORIZED_KEYS ->
          "cert-authority,principals=\"%s\",%s %s"
              .formatted(login, options(login, certificate, verified), certificate.authority());
      case AUTHORIZED_PRINCIPALS -> options(login, certificate, verified) + " " + login;
      case SESSION -> OK;
    };
  }

  /**
   * The same for the script that lets somebody go on by a token in the environment: what it has to
   * keep to stands in the lines after the first, {@code no-pty} and {@code command …}. Forwarding
   * is sshd's to forbid.
   */
  String toBearer(String login, BastionToken token) {
    Optional<Limit> limit = limit(login, token);
    boolean terminal = limit.map(each -> each.permits().contains(Permit.PTY)).orElse(true);
    String command = limit.flatMap(Limit::command).map(text -> "\ncommand " + text).orElse("");
    return OK + (terminal ? "" : "\nno-pty") + command;
  }

  private Optional<Limit> limit(String login, BastionToken token) {
    return config.limits().stream().filter(limit -> limit.isAbout(token, login)).findFirst();
  }

  private LineOptions options(String login, HopCertificate certificate, VerifiedToken verified) {
    BastionToken token = verified.token();
    return LineOptions.of(
        certificate.rights(),
        limit(login, token),
        config.from(token.bastionId()),
        config.expiryTime().of(verified.until()));
  }
}
