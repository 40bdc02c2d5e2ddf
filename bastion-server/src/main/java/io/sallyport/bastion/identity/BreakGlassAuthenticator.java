package io.sallyport.bastion.identity;

import io.sallyport.bastion.offline.BreakGlassPasswords;
import io.sallyport.bastion.offline.BreakGlassPasswords.Guess;
import io.sallyport.bastion.offline.Outage;
import java.net.InetAddress;
import java.time.Instant;

/** Authenticates named people by a password of their own while the portal is down. */
public final class BreakGlassAuthenticator {

  private static final int LONGEST_PASSWORD = 256;

  private final BreakGlassPasswords passwords;
  private final Outage outage;

  public BreakGlassAuthenticator(BreakGlassPasswords passwords, Outage outage) {
    this.passwords = passwords;
    this.outage = outage;
  }

  /** Whether anybody may log in like that. */
  public boolean isThere() {
    return passwords.areThere();
  }

  /**
   * Tries a password, which takes some tenths of a second.
   *
   * @param address from where
   * @throws InterruptedException if the thread is interrupted
   */
  public Authentication authenticate(String user, String password, InetAddress address)
      throws InterruptedException {
    if (!UserName.isValid(user) || password.length() > LONGEST_PASSWORD) {
      return new Authentication.Rejected("that is no user name, or no password");
    }
    return switch (passwords.guess(user, password, address)) {
      case Guess.Right _ -> known(user);
      case Guess.Wrong(var reason) -> new Authentication.Rejected(reason);
    };
  }

  private Authentication known(String user) {
    return outage
        .standIn(user, true)
        .map(person -> Presence.of(Identity.offline(person, true), Instant.EPOCH))
        .<Authentication>map(Authentication.Authenticated::new)
        .orElseGet(() ->
            new Authentication.Rejected(
                "the break-glass password is right, but the portal has not said lately who they"
                    + " are, or offline access is forced off"));
  }
}
