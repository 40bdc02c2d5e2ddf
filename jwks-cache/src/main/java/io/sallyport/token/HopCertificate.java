package io.sallyport.token;

import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/**
 * An OpenSSH user certificate that carries a bastion token to a backend, as it arrived there: of
 * the right form and signed by its own authority. Whether that authority means anything is the
 * {@link TokenVerifier}'s question.
 *
 * <p>Its key and its authority's key are Ed25519, as everything that a bastion makes is.
 */
public final class HopCertificate {
  /** The only key type of hop certificates, {@code %t} in sshd's configuration. */
  public static final String TYPE = "ssh-ed25519-cert-v01@openssh.com";

  /** The non-critical extension whose data is one SSH string, the token in its compact form. */
  public static final String TOKEN_EXTENSION = "bastion-token@sallyport";

  /** In its place while the portal is down: an earlier token, which has mostly expired. */
  public static final String OFFLINE_TOKEN_EXTENSION = "offline-token@sallyport";

  /** Beside an earlier token, whose {@code sid} is another session's: the id of this one. */
  public static final String SESSION_EXTENSION = "session@sallyport";

  /** The non-critical extension whose data is one SSH string, destinations with a space between. */
  static final String PERMIT_OPEN_EXTENSION = "permit-open@sallyport";

  /** The critical option of OpenSSH whose data is one SSH string, a command. */
  static final String FORCE_COMMAND = "force-command";

  private final SshEd25519Key key;
  private final SshEd25519Key authority;
  private final String keyId;
  private final List<String> principals;
  private final long validAfter;
  private final long validBefore;
  private final HopRights rights;
  private final Optional<String> token;
  private final Optional<String> offlineSession;

  HopCertificate(
      SshEd25519Key key,
      SshEd25519Key authority,
      String keyId,
      List<String> principals,
      long validAfter,
      long validBefore,
      HopRights rights,
      Optional<String> token,
      Optional<String> offlineSession) {
    this.key = key;
    this.authority = authority;
    this.keyId = keyId;
    this.principals = principals;
    this.validAfter = validAfter;
    this.validBefore = validBefore;
    this.rights = rights;
    this.token = token;
    this.offlineSession = offlineSession;
  }

  /**
   * What a hop certificate is made from.
   *
   * @param hopKey the hop's own Ed25519 key
   * @param ca the bastion's hop CA, Ed25519
   * @param facts what {@code compactToken} says
   * @param login the login on the backend, the certificate's only principal
   * @param skew how far the clocks of bastion and backend may differ; whole seconds
   * @param rights what the grant allows
   * @param offline what stands in for the token's times and session while the portal is down
   */
  public record Request(
      PublicKey hopKey,
      KeyPair ca,
      BastionToken facts,
      String compactToken,
      String login,
      Duration skew,
      HopRights rights,
      Optional<Offline> offline) {

    /** Names the facts only: the token is a secret. */
    @Override
    public String toString() {
      return "Request[jti=" + facts.id() + ", login=" + login + "]";
    }
  }

  /**
   * What an earlier token cannot say about a hop that is made while the portal is down.
   *
   * @param session the id of the hop's session
   * @param from when the certificate begins to be valid, but for the skew
   * @param until when it ends, but for the skew
   */
  public record Offline(String session, Instant from, Instant until) {}

  /** Makes the certificate that a bastion shows to the backend's sshd. */
  public static OpenSshCertificate issue(Request request) {
    return HopCertificateIssuer.issue(request);
  }

  /**
   * Reads a certificate as sshd names it with {@code %t} and {@code %k}.
   *
   * @throws IllegalArgumentException with what is out of place, never quoting the certificate
   */
  public static HopCertificate parse(String type, String base64) {
    return HopCertificateParser.parse(type, base64);
  }

  /** The key whose private half the bearer proves to have, to sshd. */
  public SshEd25519Key key() {
    return key;
  }

  /** The key that signed the certificate. */
  public SshEd25519Key authority() {
    return authority;
  }

  /** The key id, which sshd writes to its log; whatever the authority liked to put there. */
  public String keyId() {
    return keyId;
  }

  /** The logins that the certificate is for. */
  public List<String> principals() {
    return principals;
  }

  /** What it lets its bearer do, if sshd's own configuration and line let them, too. */
  public HopRights rights() {
    return rights;
  }

  /** The bastion token, unverified. */
  public Optional<String> token() {
    return token;
  }

  /** The session's id, if the token is an earlier one because the portal is down. */
  public Optional<String> offlineSession() {
    return offlineSession;
  }

  /** Whether {@code now} is in the validity, whose first second belongs to it and last not. */
  public boolean isValidAt(Instant now) {
    long second = now.getEpochSecond();
    return Long.compareUnsigned(validAfter, second) <= 0
        && Long.compareUnsigned(second, validBefore) < 0;
  }

  /** The key id only: the token is a secret. */
  @Override
  public String toString() {
    return "HopCertificate[" + keyId + "]";
  }
}
