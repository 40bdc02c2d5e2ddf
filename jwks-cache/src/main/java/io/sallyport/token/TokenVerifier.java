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
   * @param logins who may come under which login by tokens that name none, besides under their own
   *     name
   * @param maxLife longest time from {@code iat} to {@code exp}
   * @param skew how far its clock and the portal's may differ
   */
  public record Settings(
      TargetNames names,
      List<RegisteredBastion> bastions,
      List<ServiceAccountIssuer> serviceAccountIssuers,
      List<LoginOfGroups> logins,
      Duration maxLife,
      Duration skew) {
    /** Copies the lists. */
    public Settings {
      bastions = List.copyOf(bastions);
      serviceAccountIssuers = List.copyOf(serviceAccountIssuers);
      logins = List.copyOf(logins);
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
    Optional<BastionToken> signed = Optional.empty();
    try {
      requireCertificateFor(login, certificate, clock.instant());
      BastionToken token = signed(token(certificate));
      signed = Optional.of(token);
      requireAudience(token);
      Instant until = deadline(token, certificate).plus(settings.skew());
      requireHop(token, login, until);
      requireBound(token, certificate);
      return new VerifiedToken(token, until);
    } catch (RefusalException e) {
      return new RefusedToken(e.reason(), e.detail(), signed);
    }
  }

  /**
   * Decides about a token by itself: all but whether it is bound to whoever shows it. Anybody who
   * has seen it could be that; ask only where the operator has decided to live with it.
   */
  public Verdict verifyUnbound(String compact, String login) {
    Optional<BastionToken> signed = Optional.empty();
    try {
      BastionToken token = signed(compact);
      signed = Optional.of(token);
      requireAudience(token);
      Instant until = token.expiresAt().plus(settings.skew());
      requireHop(token, login, until);
      var _ = registered(token);
      return new VerifiedToken(token, until);
    } catch (RefusalException e) {
      return new RefusedToken(e.reason(), e.detail(), signed);
    }
  }

  /**
   * Decides about a certificate that lets nobody in as themselves: under an account that is there
   * for it alone, it announces a person who may have no account here yet. The portal must vouch for
   * that person on this host, under their own name, and be there to do so.
   */
  public IntroductionVerdict verifyIntroduction(HopCertificate certificate) {
    Optional<BastionToken> signed = Optional.empty();
    try {
      requireCertificateFor(BastionToken.INTRODUCTION_LOGIN, certificate, clock.instant());
      require(
          certificate.offlineSession().isEmpty(),
          Reason.OFFLINE_NOT_ALLOWED,
          "an earlier token introduces nobody");
      BastionToken token = signed(token(certificate));
      signed = Optional.of(token);
      requireAudience(token);
      Instant until = token.expiresAt().plus(settings.skew());
      requireTimes(token, clock.instant(), until);
      requireTarget(token);
      requirePersonAsThemselves(token);
      requireBound(token, certificate);
      return new VerifiedIntroduction(token, until);
    } catch (RefusalException e) {
      return new RefusedToken(e.reason(), e.detail(), signed);
    }
  }

  /** Whoever comes with a key of their own is a program, whichever issuer says so. */
  private void requirePersonAsThemselves(BastionToken token) throws RefusalException {
    require(
        !serviceAccountIssuers.containsKey(token.issuer()) && token.keyFingerprint().isEmpty(),
        Reason.NOT_A_PERSON,
        token.subject() + " is a service account");
    String login = token.targetLogin().orElse(token.subject());
    require(
        login.equals(token.subject()),
        Reason.WRONG_LOGIN,
        "the token is for the login " + login + " of " + token.subject());
  }

  private BastionToken signed(String compact) throws RefusalException {
    CompactToken token = CompactToken.parse(compact);
    issuers.requireSignature(token);
    return new ClaimReader(token.claims()).token();
  }

  private void requireHop(BastionToken token, String login, Instant until) throws RefusalException {
    requireTimes(token, clock.instant(), until);
    requireTarget(token);
    requireLogin(token, login);
    requireSubjectOf(token);
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
  private void requireTimes(BastionToken token, Instant now, Instant until)
      throws RefusalException {
    Instant latestStart = now.plus(settings.skew());
    require(
        !token.issuedAt().isAfter(latestStart) && !token.notBefore().isAfter(latestStart),
        Reason.NOT_YET_VALID,
        "the token is valid from " + token.notBefore() + ", made at " + token.issuedAt());
    require(
        now.isBefore(until),
        Reason.EXPIRED,
        "the token expired at " + until.minus(settings.skew()));
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

  /** LemonLDAP's tokens name no login: there it is the subject's own, or what the table says. */
  private void requireLogin(BastionToken token, String login) throws RefusalException {
    String allowed = token.targetLogin().orElse(token.subject());
    boolean byGroup =
        token.targetLogin().isEmpty()
            && settings.logins().stream().anyMatch(entry -> entry.lets(token.userGroups(), login));
    require(
        allowed.equals(login) || byGroup,
        Reason.WRONG_LOGIN,
        "the token is for the login " + allowed);
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
    RegisteredBastion bastion = registered(token);
    boolean bound =
        token
            .confirmation()
            .filter(_ -> certificate.offlineSession().isEmpty()) // its key is gone long ago
            .map(thumbprint -> equal(thumbprint, KeyThumbprint.of(certificate.key())))
            .orElseGet(() -> bastion.hopCa().filter(certificate.authority()::equals).isPresent());
    require(bound, Reason.UNBOUND, "the token is not bound to the certificate's key or authority");
  }

  private RegisteredBastion registered(BastionToken token) throws RefusalException {
    return Optional.ofNullable(bastions.get(token.bastionId()))
        .orElseThrow(() ->
            new RefusalException(
                Reason.BASTION_NOT_ALLOWED, "bastion " + token.bastionId() + " is not registered"));
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
