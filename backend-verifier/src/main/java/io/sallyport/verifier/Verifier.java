package io.sallyport.verifier;

import io.sallyport.config.Loaded;
import io.sallyport.jwks.JwksCache;
import io.sallyport.jwks.KeySource;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import io.sallyport.token.HopCertificate;
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
 * audit file.
 */
public final class Verifier implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Verifier.class);

  /** Logins that mean the same in a certificate, in authorized_keys and in a log. */
  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

  private final List<JwksCache> caches;
  private final TokenVerifier tokens;
  private final DecisionLog decisions;

  private Verifier(List<JwksCache> caches, TokenVerifier tokens, DecisionLog decisions) {
    this.caches = caches;
    this.tokens = tokens;
    this.decisions = decisions;
  }

  /**
   * Starts to keep the issuers' keys current.
   *
   * @throws IOException when the audit file cannot be written, or the service accounts' file read
   */
  public static Verifier start(VerifierConfig config, InstantSource clock) throws IOException {
    ServiceAccounts accounts = accounts(config);
    DecisionLog decisions = DecisionLog.open(config.audit(), clock);
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
    return new Verifier(List.copyOf(caches.values()), tokens, decisions);
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
   */
  public Optional<String> authorizedKeysLine(String login, String keyType, String keyBase64) {
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
      case VerifiedToken verified -> allow(login, certificate, verified);
      case RefusedToken refused -> refuse(Decision.refused(login, certificate, refused));
    };
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
