package io.sallyport.verifier;

import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.Reason;
import io.sallyport.token.RefusedToken;
import java.util.Optional;

/**
 * An answer to sshd, as it goes into the log: everything but the token itself.
 *
 * @param code {@code ok}, {@code introduced}, or the code of the reason
 * @param detail what more there is to say, often nothing
 * @param keyId the certificate's key id, which sshd logs, too
 * @param offlineSession the session's id, when the token is an earlier one, of another session
 * @param token what the portal signed, when it did
 * @param account the service account that came by its own key, past all bastions
 */
record Decision(
    boolean allowed,
    String code,
    String detail,
    String login,
    Optional<String> keyId,
    Optional<String> offlineSession,
    Optional<BastionToken> token,
    Optional<String> account) {

  private static final String BEARER = "by a token in the environment";

  static Decision allowed(String login, HopCertificate certificate, BastionToken token) {
    return new Decision(
        true,
        "ok",
        "",
        login,
        Optional.of(certificate.keyId()),
        certificate.offlineSession(),
        Optional.of(token),
        Optional.empty());
  }

  /** Nobody is let in, but somebody announced. */
  static Decision introduced(String login, HopCertificate certificate, BastionToken token) {
    return new Decision(
        true,
        "introduced",
        "",
        login,
        Optional.of(certificate.keyId()),
        Optional.empty(),
        Optional.of(token),
        Optional.empty());
  }

  /** Somebody goes on by a token in the environment. */
  static Decision allowedBearer(String login, BastionToken token) {
    return new Decision(
        true,
        "ok",
        BEARER,
        login,
        Optional.empty(),
        Optional.empty(),
        Optional.of(token),
        Optional.empty());
  }

  static Decision refusedBearer(String login, RefusedToken refused) {
    return new Decision(
        false,
        refused.reason().code(),
        BEARER + ": " + refused.detail(),
        login,
        Optional.empty(),
        Optional.empty(),
        refused.signed(),
        Optional.empty());
  }

  static Decision refused(String login, HopCertificate certificate, RefusedToken refused) {
    return new Decision(
        false,
        refused.reason().code(),
        refused.detail(),
        login,
        Optional.of(certificate.keyId()),
        certificate.offlineSession(),
        refused.signed(),
        Optional.empty());
  }

  /** A question that is none, so that there is nothing to know about who asked. */
  static Decision malformed(String login, String detail) {
    return new Decision(
        false,
        Reason.MALFORMED.code(),
        detail,
        login,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A service account comes by its own key. */
  static Decision direct(String login, String account) {
    return direct(true, "ok", "", login, account);
  }

  /** It may not, here or now. */
  static Decision notDirect(String login, String account, String detail) {
    return direct(false, Reason.NOT_A_SERVICE_ACCOUNT.code(), detail, login, account);
  }

  private static Decision direct(
      boolean allowed, String code, String detail, String login, String account) {
    return new Decision(
        allowed,
        code,
        detail,
        login,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(account));
  }

  /** The decision's name in logs. */
  String name() {
    return allowed ? "allowed" : "refused";
  }
}
