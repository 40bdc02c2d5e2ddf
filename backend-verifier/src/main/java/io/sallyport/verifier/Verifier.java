package io.sallyport.verifier;

import io.sallyport.config.Loaded;
import io.sallyport.jwks.JwksCache;
import io.sallyport.jwks.KeySource;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.Reason;
import io.sallyport.token.RefusedToken;
import io.sallyport.token.TokenVerifier;
import io.sallyport.token.VerifiedToken;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decisions for one backend. Any number of threads may ask; an answer waits for nothing but the
 * audit file and that of used tokens.
 */
public final class Verifier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Verifier.class);

  /** Logins that mean the same in a certificate, in authorized_keys and in a log. */
  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

  private final List<JwksCache> caches;
  private final TokenVerifier tokens;
  private final UsedTokens used;
  private final DecisionLog decisions;

  private Verifier(
      List<JwksCache> caches, TokenVerifier tokens, UsedTokens used, DecisionLog decisions) {
    this.caches = caches;
    this.tokens = tokens;
    this.used = used;
    this.decisions = decisions;
  }

  /**
   * Starts to keep the issuers' keys current.
   *
   * @throws IOException when the audit file or that of used tokens cannot be written, or the
   *     service accounts' file read
   */
  public static Verifier start(VerifierConfig config, InstantSource clock) throws IOException {
    ServiceAccounts accounts = accounts(config);
    DecisionLog decisions = DecisionLog.open(config.audit(), clock);
    UsedTokens used = UsedTokens.open(config.usedTokens(), config.skew(), clock);
    Map<String, JwksCache> caches =
        config.allIssuers().stream()
            .collect(
                Collectors.toMap(
                    VerifierConfig.Issuer::issuer,
                    issuer -> JwksCache.start(issuer.jwks(), clock)));
    TokenVerifier.Settings settings =
        config.tokens((name, key) -> accounts.accountWithFingerprint(name, key).isPresent());
    TokenVerifier tokens =
        new TokenVerifier(settings, Map.<String, KeySource>copyOf(caches), clock);
    return new Verifier(List.copyOf(caches.values()), tokens, used, decisions);
  }

  private static ServiceAccounts accounts(VerifierConfig config) throws IOException {
    return config.serviceAccounts().isEmpty()
        ? ServiceAccounts.none()
        : switch (ServiceAccountsFile.read(config.serviceAccounts().get())) {
          case Loaded.Valid<ServiceAccounts>(var accounts) -> accounts;
          case Loaded.Invalid<ServiceAccounts> invalid -> throw new IOException(invalid.report());
        };
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
    if (!LOGIN.matcher(login).matches()) {
      return refuse(Decision.malformed(login, "the login has characters that could be misread"));
    }
    HopCertificate certificate;
    try {
      certificate = HopCertificate.parse(keyType, keyBase64);
    } catch (IllegalArgumentException e) {
      return refuse(Decision.malformed(login, String.valueOf(e.getMessage())));
    }
    return switch (tokens.verify(certificate, login)) {
      case VerifiedToken verified -> once(login, certificate, verified, connection);
      case RefusedToken refused -> refuse(Decision.refused(login, certificate, refused));
    };
  }

  /** A token belongs to the connection that shows it first. */
  private Optional<String> once(
      String login, HopCertificate certificate, VerifiedToken verified, SshdConnection connection) {
    try {
      return used.claim(certificate, verified.token(), connection)
          ? allow(login, certificate, verified)
          : refuse(Decision.refused(login, certificate, alreadyUsed(verified)));
    } catch (IOException e) {
      log.error("The file of used tokens cannot be written, so nobody is let in: {}", e.toString());
      return Optional.empty();
    }
  }

  private static RefusedToken alreadyUsed(VerifiedToken verified) {
    return new RefusedToken(
        Reason.ALREADY_USED,
        "another connection has shown the token before",
        Optional.of(verified.token()));
  }

  /** No record, no entry. */
  private Optional<String> allow(String login, HopCertificate certificate, VerifiedToken verified) {
    return record(Decision.allowed(login, certificate, verified))
        ? Optional.of(line(login, certificate))
        : Optional.empty();
  }

  private Optional<String> refuse(Decision decision) {
    var _ = record(decision);
    return Optional.empty();
  }

  private boolean record(Decision decision) {
    try {
      decisions.record(decision);
      return true;
    } catch (IOException e) {
      log.error("The audit file cannot be written, so nobody is let in: {}", e.toString());
      return false;
    }
  }

  /**
   * sshd allows what both this line and the certificate permit; so nothing is repeated here that
   * the certificate does not say.
   */
  private static String line(String login, HopCertificate certificate) {
    return "cert-authority,principals=\"%s\",restrict%s %s"
        .formatted(login, LineOptions.of(certificate.permits()), certificate.authority());
  }

  /** Ends the refreshing of keys. */
  @Override
  public void close() {
    caches.forEach(JwksCache::close);
  }
}
