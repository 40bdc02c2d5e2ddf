package io.sallyport.token;

import io.sallyport.token.TokenVerifier.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What this backend requires of a hop certificate and its token, each by itself. */
final class Requirements {
  private final Settings settings;
  private final Map<String, RegisteredBastion> bastions;
  private final Map<String, ServiceAccountIssuer> serviceAccountIssuers;

  Requirements(Settings settings) {
    this.settings = settings;
    this.bastions =
        settings.bastions().stream()
            .collect(Collectors.toUnmodifiableMap(RegisteredBastion::id, Function.identity()));
    this.serviceAccountIssuers =
        settings.serviceAccountIssuers().stream()
            .collect(Collectors.toUnmodifiableMap(ServiceAccountIssuer::name, Function.identity()));
  }

  void requirePrincipal(String login, HopCertificate certificate) throws RefusalException {
    require(
        certificate.principals().equals(List.of(login)),
        Reason.PRINCIPALS,
        "the certificate is not for exactly the login");
  }

  void requireValidity(HopCertificate certificate, Instant now) throws RefusalException {
    require(
        certificate.isValidAt(now),
        Reason.CERTIFICATE_NOT_VALID,
        "the certificate is not valid at this time");
  }

  String token(HopCertificate certificate) throws RefusalException {
    return certificate
        .token()
        .orElseThrow(
            () -> new RefusalException(Reason.NO_TOKEN, "the certificate carries no token"));
  }

  void requireAudience(BastionToken token) throws RefusalException {
    require(
        token.audience().equals(BastionToken.AUDIENCE),
        Reason.WRONG_AUDIENCE,
        "the token is for the audience " + token.audience());
  }

  /** An earlier token counts where the operator has said for how long, and for whom. */
  void requireOfThisSession(BastionToken token, HopCertificate certificate)
      throws RefusalException {
    require(
        certificate.offlineSession().isEmpty() || offline(token).isPresent(),
        Reason.OFFLINE_NOT_ALLOWED,
        "an earlier token from bastion " + token.bastionId() + " is not taken here");
  }

  /** Nobody is introduced while the portal is down. */
  void requireNoEarlier(HopCertificate certificate) throws RefusalException {
    require(
        certificate.offlineSession().isEmpty(),
        Reason.OFFLINE_NOT_ALLOWED,
        "an earlier token introduces nobody");
  }

  /** The first instant that counts as expired: {@code exp} and the skew; an earlier one's later. */
  Instant deadline(BastionToken token, HopCertificate certificate) {
    return certificate
        .offlineSession()
        .flatMap(_ -> offline(token))
        .map(earlier -> token.issuedAt().plus(earlier.max()).plus(settings.skew()))
        .orElseGet(() -> deadline(token));
  }

  Instant deadline(BastionToken token) {
    return token.expiresAt().plus(settings.skew());
  }

  private Optional<OfflineTokens> offline(BastionToken token) {
    return Optional.ofNullable(bastions.get(token.bastionId()))
        .flatMap(RegisteredBastion::offline)
        .filter(allowed -> allowed.takes(token.userGroups()))
        .filter(_ -> !serviceAccountIssuers.containsKey(token.issuer()));
  }

  void requireBegun(BastionToken token, Instant now) throws RefusalException {
    Instant latestStart = now.plus(settings.skew());
    require(
        !token.issuedAt().isAfter(latestStart) && !token.notBefore().isAfter(latestStart),
        Reason.NOT_YET_VALID,
        "the token is valid from " + token.notBefore() + ", made at " + token.issuedAt());
  }

  void requireNotExpired(Instant until, Instant now) throws RefusalException {
    require(
        now.isBefore(until),
        Reason.EXPIRED,
        "the token expired at " + until.minus(settings.skew()));
  }

  void requireShortLife(BastionToken token) throws RefusalException {
    Duration life = Duration.between(token.issuedAt(), token.expiresAt());
    require(life.isPositive(), Reason.MALFORMED, "the token expires before it was made");
    require(
        life.compareTo(settings.maxLife()) <= 0,
        Reason.LIFE_TOO_LONG,
        "the token lives for " + life.toSeconds() + " s");
  }

  void requireTarget(BastionToken token) throws RefusalException {
    require(
        settings.names().contains(token.targetHost()),
        Reason.WRONG_TARGET,
        "the token is for the host " + token.targetHost());
  }

  /** LemonLDAP's tokens name no login: there it is the subject's own, or what the table says. */
  void requireLogin(BastionToken token, String login) throws RefusalException {
    String allowed = token.targetLogin().orElse(token.subject());
    boolean byGroup =
        token.targetLogin().isEmpty()
            && settings.logins().stream().anyMatch(entry -> entry.lets(token.userGroups(), login));
    require(
        allowed.equals(login) || byGroup,
        Reason.WRONG_LOGIN,
        "the token is for the login " + allowed);
  }

  /** Whoever comes with a key of their own is a program, whichever issuer says so. */
  void requirePerson(BastionToken token) throws RefusalException {
    require(
        !serviceAccountIssuers.containsKey(token.issuer()) && token.keyFingerprint().isEmpty(),
        Reason.NOT_A_PERSON,
        token.subject() + " is a service account");
  }

  void requireOwnName(BastionToken token) throws RefusalException {
    String login = token.targetLogin().orElse(token.subject());
    require(
        login.equals(token.subject()),
        Reason.WRONG_LOGIN,
        "the token is for the login " + login + " of " + token.subject());
  }

  /** A portal may speak for anybody; a bastion for its service accounts, each with its own key. */
  void requireSubjectOf(BastionToken token) throws RefusalException {
    ServiceAccountIssuer issuer = serviceAccountIssuers.get(token.issuer());
    if (issuer == null) {
      return;
    }
    require(
        issuer.bastionId().equals(token.bastionId()),
        Reason.BASTION_NOT_ALLOWED,
        "the issuer is that of " + issuer.bastionId() + ", not of " + token.bastionId());
    require(
        token
            .keyFingerprint()
            .filter(key -> issuer.accounts().belong(token.subject(), key))
            .isPresent(),
        Reason.NOT_A_SERVICE_ACCOUNT,
        token.subject() + " is not a service account with the key that was proved");
  }

  void requireRegistered(BastionToken token) throws RefusalException {
    require(
        bastions.containsKey(token.bastionId()),
        Reason.BASTION_NOT_ALLOWED,
        "bastion " + token.bastionId() + " is not registered");
  }

  /** Bound or refused: what nothing ties to its bearer could be anybody's by now. */
  void requireBound(BastionToken token, HopCertificate certificate) throws RefusalException {
    Optional<SshEd25519Key> authority =
        Optional.ofNullable(bastions.get(token.bastionId())).flatMap(RegisteredBastion::hopCa);
    boolean bound =
        token
            .confirmation()
            .filter(_ -> certificate.offlineSession().isEmpty()) // its key is gone long ago
            .map(thumbprint -> equal(thumbprint, KeyThumbprint.of(certificate.key())))
            .orElseGet(() -> authority.filter(certificate.authority()::equals).isPresent());
    require(bound, Reason.UNBOUND, "the token is not bound to the certificate's key or authority");
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static void require(boolean holds, Reason otherwise, String detail)
      throws RefusalException {
    if (!holds) {
      throw new RefusalException(otherwise, detail);
    }
  }
}
