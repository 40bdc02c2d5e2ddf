package io.sallyport.verifier;

import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.Reason;
import io.sallyport.token.RefusedToken;
import io.sallyport.token.VerifiedToken;
import java.util.Optional;

/**
 * An answer to sshd, as it goes into the log: everything but the token itself.
 *
 * @param code {@code ok}, or the code of the reason
 * @param detail the reason in words, empty when allowed
 * @param keyId the certificate's key id, which sshd logs, too
 * @param offlineSession the session's id, when the token is an earlier one, of another session
 * @param token what the portal signed, when it did
 */
record Decision(
    boolean allowed,
    String code,
    String detail,
    String login,
    Optional<String> keyId,
    Optional<String> offlineSession,
    Optional<BastionToken> token) {

  static Decision allowed(String login, HopCertificate certificate, VerifiedToken verified) {
    return new Decision(
        true,
        "ok",
        "",
        login,
        Optional.of(certificate.keyId()),
        certificate.offlineSession(),
        Optional.of(verified.token()));
  }

  static Decision refused(String login, HopCertificate certificate, RefusedToken refused) {
    return new Decision(
        false,
        refused.reason().code(),
        refused.detail(),
        login,
        Optional.of(certificate.keyId()),
        certificate.offlineSession(),
        refused.signed());
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
        Optional.empty());
  }

  /** The decision's name in logs. */
  String name() {
    return allowed ? "allowed" : "refused";
  }
}
