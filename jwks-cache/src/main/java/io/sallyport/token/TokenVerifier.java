package io.sallyport.token;

import io.sallyport.jwks.KeySource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The decision whether a hop certificate lets its bearer in under a login. Any number of threads
 * may ask; nothing waits for network or disk.
 */
public final class TokenVerifier {
  private final Requirements requirements;
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
    this.requirements = new Requirements(settings);
    this.issuers = new IssuerKeys(issuers);
    this.clock = clock;
  }

  /** Decides about one certificate. */
  public Verdict verify(HopCertificate certificate, String login) {
    Course course = new Course.ToVerdict();
    try {
      return verified(course, certificate, login);
    } catch (RefusalException e) {
      return new RefusedToken(e.reason(), e.detail(), course.signed());
    }
  }

  /**
   * Decides about a token by itself: all but whether it is bound to whoever shows it. Anybody who
   * has seen it could be that; ask only where the operator has decided to live with it.
   */
  public Verdict verifyUnbound(String compact, String login) {
    Course course = new Course.ToVerdict();
    try {
      return verified(course, compact, login);
    } catch (RefusalException e) {
      return new RefusedToken(e.reason(), e.detail(), course.signed());
    }
  }

  /**
   * Decides about a certificate that lets nobody in as themselves: under an account that is there
   * for it alone, it announces a person who may have no account here yet. The portal must vouch for
   * that person on this host, under their own name, and be there to do so.
   */
  public IntroductionVerdict verifyIntroduction(HopCertificate certificate) {
    Course course = new Course.ToVerdict();
    try {
      return introduced(course, certificate);
    } catch (RefusalException e) {
      return new RefusedToken(e.reason(), e.detail(), course.signed());
    }
  }

  /**
   * Says all that {@link #verify} could say about a certificate, or {@link #verifyIntroduction}.
   */
  public Explanation explain(HopCertificate certificate, String login) {
    return login.equals(BastionToken.INTRODUCTION_LOGIN)
        ? explanation(course -> introduced(course, certificate))
        : explanation(course -> verified(course, certificate, login));
  }

  /** Says all that {@link #verifyUnbound} could say about a token. */
  public Explanation explainUnbound(String compact, String login) {
    return explanation(course -> verified(course, compact, login));
  }

  private interface Decision {
    Object along(Course course) throws RefusalException;
  }

  private static Explanation explanation(Decision decision) {
    Course.ToExplanation course = new Course.ToExplanation();
    try {
      var _ = decision.along(course);
    } catch (RefusalException _) {
      // The course has remembered why there was nothing more to check.
    }
    return course.explanation();
  }

  private VerifiedToken verified(Course course, HopCertificate certificate, String login)
      throws RefusalException {
    checkCertificate(course, certificate, login);
    BastionToken token =
        signed(course, course.take(Check.TOKEN, () -> requirements.token(certificate)));
    course.check(Check.OFFLINE, () -> requirements.requireOfThisSession(token, certificate));
    Instant until = requirements.deadline(token, certificate);
    checkHop(course, token, login, until);
    checkBound(course, token, certificate);
    return new VerifiedToken(token, until);
  }

  private VerifiedToken verified(Course course, String compact, String login)
      throws RefusalException {
    BastionToken token = signed(course, compact);
    Instant until = requirements.deadline(token);
    checkHop(course, token, login, until);
    course.check(Check.BASTION, () -> requirements.requireRegistered(token));
    return new VerifiedToken(token, until);
  }

  private VerifiedIntroduction introduced(Course course, HopCertificate certificate)
      throws RefusalException {
    checkCertificate(course, certificate, BastionToken.INTRODUCTION_LOGIN);
    course.check(Check.OFFLINE, () -> requirements.requireNoEarlier(certificate));
    BastionToken token =
        signed(course, course.take(Check.TOKEN, () -> requirements.token(certificate)));
    Instant until = requirements.deadline(token);
    checkTimes(course, token, until);
    course.check(Check.TARGET, () -> requirements.requireTarget(token));
    course.check(Check.SUBJECT, () -> requirements.requirePerson(token));
    course.check(Check.LOGIN, () -> requirements.requireOwnName(token));
    checkBound(course, token, certificate);
    return new VerifiedIntroduction(token, until);
  }

  private void checkCertificate(Course course, HopCertificate certificate, String login)
      throws RefusalException {
    Instant now = clock.instant();
    course.check(Check.PRINCIPALS, () -> requirements.requirePrincipal(login, certificate));
    course.check(Check.CERTIFICATE_VALIDITY, () -> requirements.requireValidity(certificate, now));
  }

  /** From here on somebody vouches for what the token says. */
  private BastionToken signed(Course course, String compact) throws RefusalException {
    CompactToken token =
        course.take(
            Check.SIGNATURE,
            () -> {
              CompactToken parsed = CompactToken.parse(compact);
              issuers.requireSignature(parsed);
              return parsed;
            });
    BastionToken facts =
        course.signed(course.take(Check.CLAIMS, () -> new ClaimReader(token.claims()).token()));
    course.check(Check.AUDIENCE, () -> requirements.requireAudience(facts));
    return facts;
  }

  private void checkHop(Course course, BastionToken token, String login, Instant until)
      throws RefusalException {
    checkTimes(course, token, until);
    course.check(Check.TARGET, () -> requirements.requireTarget(token));
    course.check(Check.LOGIN, () -> requirements.requireLogin(token, login));
    course.check(Check.SUBJECT, () -> requirements.requireSubjectOf(token));
  }

  private void checkTimes(Course course, BastionToken token, Instant until)
      throws RefusalException {
    Instant now = clock.instant();
    course.check(Check.START, () -> requirements.requireBegun(token, now));
    course.check(Check.EXPIRY, () -> requirements.requireNotExpired(until, now));
    course.check(Check.LIFE, () -> requirements.requireShortLife(token));
  }

  private void checkBound(Course course, BastionToken token, HopCertificate certificate)
      throws RefusalException {
    course.check(Check.BASTION, () -> requirements.requireRegistered(token));
    course.check(Check.BINDING, () -> requirements.requireBound(token, certificate));
  }
}
