package io.sallyport.verifier;

import io.sallyport.jwks.JwksCache;
import io.sallyport.jwks.KeySource;
import io.sallyport.jwks.RefreshOutcome;
import io.sallyport.jwks.WatchedClock;
import io.sallyport.serviceaccounts.KeyFingerprints;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import io.sallyport.serviceaccounts.LookUp;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.Reason;
import io.sallyport.token.RefusedToken;
import io.sallyport.token.TokenVerifier;
import io.sallyport.token.VerifiedToken;
import io.sallyport.verifier.Request.Bearer;
import io.sallyport.verifier.Request.Question;
import io.sallyport.verifier.Request.Way;
import io.sallyport.verifier.accounts.DirectLogin;
import io.sallyport.verifier.accounts.DirectLoginMark;
import io.sallyport.verifier.fetch.CurlTransport;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The decisions for one backend. Any number of threads may ask; an answer waits for nothing but the
 * audit file and that of used tokens.
 */
public final class Verifier implements AutoCloseable {
  /** Logins that mean the same in a certificate, in authorized_keys and in a log. */
  static final String MISLEADING = "the login has characters that could be misread";

  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

  private final VerifierConfig config;
  private final Map<String, JwksCache> caches;
  private final LiveServiceAccounts accounts;
  private final Optional<DirectLogin> directLogin;
  private final TokenVerifier tokens;
  private final Ledger ledger;
  private final Answers answers;
  private final Newcomers people;
  private final InstantSource clock;

  private Verifier(
      VerifierConfig config,
      Map<String, JwksCache> caches,
      LiveServiceAccounts accounts,
      Optional<DirectLogin> directLogin,
      TokenVerifier tokens,
      Ledger ledger,
      InstantSource clock) {
    this.config = config;
    this.caches = caches;
    this.accounts = accounts;
    this.directLogin = directLogin;
    this.tokens = tokens;
    this.ledger = ledger;
    this.answers = new Answers(config);
    this.people = new Newcomers(config, tokens, ledger);
    this.clock = clock;
  }

  /**
   * Starts to keep the issuers' keys current.
   *
   * @throws IOException when the audit file or that of used tokens cannot be written, or the
   *     service accounts' file read
   */
  public static Verifier start(VerifierConfig config, InstantSource wall) throws IOException {
    WatchedClock clock = WatchedClock.over(wall);
    Ledger ledger =
        new Ledger(
            UsedTokens.open(config.usedTokens(), clock), DecisionLog.open(config.audit(), clock));
    LiveServiceAccounts accounts = accounts(config, clock);
    Map<String, JwksCache> caches =
        config.allIssuers().stream()
            .collect(
                Collectors.toMap(
                    VerifierConfig.Issuer::issuer,
                    issuer -> JwksCache.start(issuer.jwks(), clock, CurlTransport::ifThere)));
    TokenVerifier.Settings settings =
        config.tokens((name, key) ->
            accounts.current().find(name, KeyFingerprints.ofSha256(key), clock.instant())
                instanceof LookUp.Known);
    TokenVerifier tokens =
        new TokenVerifier(settings, Map.<String, KeySource>copyOf(caches), clock);
    DirectLoginMark.set(config.socket(), config.directLogin());
    Optional<DirectLogin> direct =
        config.directLogin()
            ? Optional.of(new DirectLogin(accounts::current, clock, config.expiryTime()::of))
            : Optional.empty();
    return new Verifier(config, Map.copyOf(caches), accounts, direct, tokens, ledger, clock);
  }

  private static LiveServiceAccounts accounts(VerifierConfig config, InstantSource clock)
      throws IOException {
    return config.serviceAccounts().isEmpty()
        ? LiveServiceAccounts.fixed(ServiceAccounts.none())
        : LiveServiceAccounts.watch(
            config.serviceAccounts().get(), config::readServiceAccounts, clock);
  }

  /**
   * The line of {@code authorized_keys} that lets this key in under this login; empty when it stays
   * out.
   *
   * @param keyType {@code %t} of sshd
   * @param keyBase64 {@code %k} of sshd
   * @param connection on which it is shown
   */
  public Optional<String> authorizedKeysLine(
      String login, String keyType, String keyBase64, SshdConnection connection) {
    return answer(new Question(Way.AUTHORIZED_KEYS, login, keyType, keyBase64, connection));
  }

  /**
   * What sshd, or PAM, is to be told about somebody who may come in; empty when they stay out: for
   * whatever reason, it is told nothing else.
   */
  Optional<String> answer(Question question) {
    String login = question.login();
    if (isMisleading(login)) {
      return refuse(Decision.malformed(login, MISLEADING));
    }
    if (directLogin.isPresent()
        && !people.isFor(login)
        && question.way() == Way.AUTHORIZED_KEYS
        && DirectLogin.isPlainKey(question.keyType())) {
      return direct(
          login, directLogin.get().decide(login, question.keyType(), question.keyBase64()));
    }
    HopCertificate certificate;
    try {
      certificate = HopCertificate.parse(question.keyType(), question.keyBase64());
    } catch (IllegalArgumentException e) {
      return refuse(Decision.malformed(login, String.valueOf(e.getMessage())));
    }
    if (people.isFor(login)) {
      return people.answer(question, certificate);
    }
    return switch (tokens.verify(certificate, login)) {
      case VerifiedToken verified -> once(question, certificate, verified);
      case RefusedToken refused -> refuse(Decision.refused(login, certificate, refused));
    };
  }

  /** Whether nobody is let in under this login, whatever they show. */
  static boolean isMisleading(String login) {
    return !LOGIN.matcher(login).matches();
  }

  private Optional<String> direct(String login, DirectLogin.Answer answer) {
    return switch (answer) {
      case DirectLogin.Answer.Allowed(var account, var line) ->
          ledger.records(Decision.direct(login, account)) ? Optional.of(line) : Optional.empty();
      case DirectLogin.Answer.Refused(var account, var reason) ->
          refuse(Decision.notDirect(login, account, reason));
      case DirectLogin.Answer.Unknown _ -> Optional.empty();
    };
  }

  /** A token belongs to the connection that shows it first, and to one session there. */
  private Optional<String> once(
      Question question, HopCertificate certificate, VerifiedToken verified) {
    String login = question.login();
    BastionToken token = verified.token();
    ShownToken shown = ShownToken.of(certificate, token, config.skew(), clock.instant());
    if (!ledger.claims(shown, question.way(), question.connection())) {
      return refuse(Decision.refused(login, certificate, alreadyUsed(token)));
    }
    return ledger.records(Decision.allowed(login, certificate, token))
        ? Optional.of(answers.to(question, certificate, verified))
        : Optional.empty();
  }

  /** The same for a token that nothing binds to its bearer, where the operator wants it so. */
  Optional<String> answer(Bearer bearer) {
    String login = bearer.login();
    if (people.isFor(login)) {
      return refuse(Decision.malformed(login, "nobody goes on under this login"));
    }
    return switch (tokens.verifyUnbound(bearer.token(), login)) {
      case VerifiedToken verified -> {
        BastionToken token = verified.token();
        ShownToken shown = ShownToken.of(token, config.skew());
        if (!ledger.claims(shown, Way.AUTHORIZED_KEYS, bearer.connection())) {
          yield refuse(Decision.refusedBearer(login, alreadyUsed(token)));
        }
        yield ledger.records(Decision.allowedBearer(login, token))
            ? Optional.of(answers.toBearer(login, token))
            : Optional.empty();
      }
      case RefusedToken refused -> refuse(Decision.refusedBearer(login, refused));
    };
  }

  /** Looks at all issuers' keys now, one after the other; what came of it, by issuer. */
  Map<String, RefreshOutcome> refresh() throws InterruptedException {
    Map<String, RefreshOutcome> outcomes = new TreeMap<>();
    for (var cache : caches.entrySet()) {
      outcomes.put(cache.getKey(), cache.getValue().refreshNow());
    }
    return outcomes;
  }

  /** When each issuer's keys were last confirmed; absent where there are none. */
  Map<String, Optional<Instant>> keysConfirmedAt() {
    Map<String, Optional<Instant>> times = new TreeMap<>();
    caches.forEach((issuer, cache) -> times.put(issuer, cache.confirmedAt()));
    return times;
  }

  static RefusedToken alreadyUsed(BastionToken token) {
    return new RefusedToken(
        Reason.ALREADY_USED,
        "it belongs to another connection, or has its session",
        Optional.of(token));
  }

  private Optional<String> refuse(Decision decision) {
    var _ = ledger.records(decision);
    return Optional.empty();
  }

  /** Ends the refreshing of keys and accounts. */
  @Override
  public void close() {
    people.close();
    accounts.close();
    caches.values().forEach(JwksCache::close);
  }
}
