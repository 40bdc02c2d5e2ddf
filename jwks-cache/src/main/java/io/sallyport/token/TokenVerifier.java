package io.sallyport.token;

import io.sallyport.jwks.KeySource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The decision whether a hop certificate lets its bearer in under a login. Any number of threads
 * may ask; nothing waits for network or disk.
 */
public final class TokenVerifier {
  private final Settings settings;
  private final Map<String, RegisteredBastion> bastions;
  private final Map<String, ServiceAccountIssuer> serviceAccountIssuers;
  private final IssuerKeys issuers;
  private final InstantSource clock;

  /**
   * What this backend accepts.
   *
   * @param names what it is called in tokens
   * @param bastions from whom it takes sessions, each id once
   * @param serviceAccountIssuers those of the issuers that speak for service accounts only, each
   *     name once
   * @param maxLife longest time from {@code iat} to {@code exp}
   * @param skew how far its clock and the portal's may differ
   */
  public record Settings(
      TargetNames names,
      List<RegisteredBastion> bastions,
      List<ServiceAccountIssuer> serviceAccountIssuers,
      Duration maxLife,
      Duration skew) {
    /** Copies the lists. */
    public Settings {
      bastions = List.copyOf(bastions);
      serviceAccountIssuers = List.copyOf(serviceAccountIssuers);
    }
  }

  /** A verifier that trusts the issuers that {@code issuers} has keys of, by their exact names. */
  public TokenVerifier(Settings settings, Map<String, KeySource> issuers, InstantSource clock) {
    this.settings = settings;
    this.bastions =
        settings.bastions().stream()
            .collect(Collectors.toUnmodifiableMap(RegisteredBastion::id, Function.identity()));
    this.serviceAccountIssuers =
        settings.serviceAccountIssuers().stream()
            .collect(Collectors.toUnmodifiableMap(ServiceAccountIssuer::name, Function.identity()));
    this.issuers = new IssuerKeys(issuers);
    this.clock = clock;
  }

  /** Decides about one certificate. */
  public Verdict verify(HopCertificate certificate, String login) {
    Instant now = clock.instant();
    Optional<BastionToken> signed = Optional.empty();
    try {
      requireCertificateFor(login, certificate, now);
      CompactToken compact = CompactToken.parse(token(certificate));
      issuers.requireSignature(compact);
      BastionToken token = new ClaimReader(compact.claims()).token();
      signed = Optional.of(token);
      requireAudience(token);
      requireTimes(token, now, deadline(token, certificate));
      requireTarget(token);
      requireLogin(token, login);
      requireSubjectOf(token);
      requireBound(token, certificate);
      return new VerifiedToken(token);
    } catch (RefusalException e) {
      return new RefusedToken(e.reason(), e.detail(), signed);
    }
  }

  private static void requireCertificateFor(String login, HopCertificate certificate, Instant now)
      throws RefusalException {
    require(
        certificate.principals().equals(List.of(login)),
        Reason.PRINCIPALS,
        "the certificate is not for exactly the login");
    require(
        certificate.isValidAt(now),
        Reason.CERTIFICATE_NOT_VALID,
        "the certificate is not valid at this time");
  }

  private static String token(HopCertificate certificate) throws RefusalException {
    return certificate
        .token()
        .orElseThrow(
            () -> new RefusalException(Reason.NO_TOKEN, "the certificate carries no token"));
  }

  private static void requireAudience(BastionToken token) throws RefusalException {
    require(
        token.audience().equals(BastionToken.AUDIENCE),
        Reason.WRONG_AUDIENCE,
        "the token is for the audience " + token.audience());
  }

  /** When a token ends to be good: {@code exp}, but for one that is shown again offline. */
  private Instant deadline(BastionToken token, HopCertificate certificate) throws RefusalException {
    if (certificate.offlineSession().isEmpty()) {
      return token.expiresAt();
    }
    OfflineTokens offline =
        Optional.ofNullable(bastions.get(token.bastionId()))
            .flatMap(RegisteredBastion::offline)
            .filter(allowed -> allowed.takes(token.userGroups()))
            .filter(_ -> !serviceAccountIssuers.containsKey(token.issuer()))
            .orElseThrow(() ->
                new RefusalException(
                    Reason.OFFLINE_NOT_ALLOWED,
                    "an earlier token from bastion " + token.bastionId() + " is not taken here"));
    return token.issuedAt().plus(offline.max());
  }

  /** The first instant that counts as expired is the deadline plus the skew. */
  private void requireTimes(BastionToken token, Instant now, Instant deadline)
      throws RefusalException {
    Instant latestStart = now.plus(settings.skew());
    require(
        !token.issuedAt().isAfter(latestStart) && !token.notBefore().isAfter(latestStart),
        Reason.NOT_YET_VALID,
        "the token is valid from " + token.notBefore() + ", made at " + token.issuedAt());
    require(
        now.isBefore(deadline.plus(settings.skew())),
        Reason.EXPIRED,
        "the token expired at " + deadline);
    Duration life = Duration.between(token.issuedAt(), token.expiresAt());
    require(life.isPositive(), Reason.MALFORMED, "the token expires before it was made");
    require(
        life.compareTo(settings.maxLife()) <= 0,
        Reason.LIFE_TOO_LONG,
        "the token lives for " + life.toSeconds() + " s");
  }

  private void requireTarget(BastionToken token) throws RefusalException {
    require(
        settings.names().contains(token.targetHost()),
        Reason.WRONG_TARGET,
        "the token is for the host " + token.targetHost());
  }

  /** LemonLDAP's tokens name no login: there it is the subject's own. */
  private static void requireLogin(BastionToken token, String login) throws RefusalException {
    String allowed = token.targetLogin().orElse(token.subject());
    require(allowed.equals(login), Reason.WRONG_LOGIN, "the token is for the login " + allowed);
  }

  /** A portal may speak for anybody; a bastion for its service accounts, each with its own key. */
  private void requireSubjectOf(BastionToken token) throws RefusalException {
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

  /** Bound or refused: what nothing ties to its bearer could be anybody's by now. */
  private void requireBound(BastionToken token, HopCertificate certificate)
      throws RefusalException {
    RegisteredBastion bastion = bastions.get(token.bastionId());
    if (bastion == null) {
      throw new RefusalException(
          Reason.BASTION_NOT_ALLOWED, "bastion " + token.bastionId() + " is not registered");
    }
    boolean bound =
        token
            .confirmation()
            .filter(_ -> certificate.offlineSession().isEmpty()) // its key is gone long ago
            .map(thumbprint -> equal(thumbprint, KeyThumbprint.of(certificate.key())))
            .orElseGet(() -> bastion.hopCa().filter(certificate.authority()::equals).isPresent());
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
