package io.sallyport.verifier;

import io.sallyport.config.Between;
import io.sallyport.config.Default;
import io.sallyport.jwks.JwksSettings;
import io.sallyport.token.OfflineTokens;
import io.sallyport.token.RegisteredBastion;
import io.sallyport.token.ServiceAccountIssuer;
import io.sallyport.token.SshEd25519Key;
import io.sallyport.token.TargetNames;
import io.sallyport.token.TokenVerifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * {@code verifier.yaml}: whom this backend believes, and what.
 *
 * @param socket the Unix-domain socket on which sshd's command asks
 * @param names what this backend is called in bastion tokens
 * @param issuers the portals whose tokens count
 * @param bastions the bastions that may send people here
 * @param serviceAccounts the file of the programs for which a bastion's own issuer may speak
 * @param maxLife longest life of a token, from {@code iat} to {@code exp}
 * @param skew how far the clocks of this backend and of the portal may differ
 * @param usedTokens the file that says to which connection each token belongs
 * @param audit the file that gets one line of JSON for each decision
 */
public record VerifierConfig(
    Path socket,
    List<String> names,
    List<Issuer> issuers,
    List<Bastion> bastions,
    Optional<Path> serviceAccounts,
    @Default("300s") @Between(min = "1s", max = "300s") Duration maxLife,
    @Default("30s") @Between(min = "0s", max = "120s") Duration skew,
    @Default("/var/lib/sallyport-verifier/used-tokens") Path usedTokens,
    Path audit) {

  /** Time that a portal has for one answer. */
  private static final Duration PORTAL_TIMEOUT = Duration.ofSeconds(5);

  /** Least time between two questions to a portal, however many unknown keys are shown. */
  private static final Duration LEAST_REFRESH = Duration.ofSeconds(30);

  /** Refuses what can never let anybody in, and what could be meant in two ways. */
  public VerifierConfig {
    var _ = TargetNames.of(names);
    requireSome(issuers, "issuer; without one nobody can come in");
    requireSome(bastions, "bastion; without one nobody can come in");
    requireDistinct(allIssuers(issuers, bastions), Issuer::issuer, "issuer");
    requireDistinct(allIssuers(issuers, bastions), Issuer::jwksFile, "jwks_file");
    requireDistinct(bastions, Bastion::id, "bastion");
    if (bastions.stream().anyMatch(it -> it.serviceAccountIssuer().isPresent())
        != serviceAccounts.isPresent()) {
      throw new IllegalArgumentException(
          "`service_account_issuer` of a bastion and `service_accounts` have no effect without each other;"
              + " write both or none");
    }
  }

  /** The portals, and the bastions' own. */
  List<Issuer> allIssuers() {
    return allIssuers(issuers, bastions);
  }

  private static List<Issuer> allIssuers(List<Issuer> portals, List<Bastion> bastions) {
    return Stream.concat(
            portals.stream(),
            bastions.stream().flatMap(bastion -> bastion.serviceAccountIssuer().stream()))
        .toList();
  }

  /**
   * A portal; or a bastion, for its service accounts.
   *
   * @param issuer its name, {@code iss} in its tokens, character by character
   * @param jwksUrl where its keys are; absent means that {@code jwksFile} is kept current by
   *     somebody else
   * @param jwksFile its keys on disk, enough to start without network
   * @param refresh time between two looks at its keys
   * @param maxStale age beyond which its keys are not believed any more
   */
  public record Issuer(
      String issuer,
      Optional<URI> jwksUrl,
      Path jwksFile,
      @Default("5m") @Between(min = "30s", max = "1d") Duration refresh,
      @Default("7d") @Between(min = "1m", max = "90d") Duration maxStale) {

    /** Refuses an address whose keys could be anybody's. */
    public Issuer {
      jwksUrl.ifPresent(JwksSettings::requireSafe);
    }

    JwksSettings jwks() {
      return new JwksSettings(jwksUrl, jwksFile, refresh, LEAST_REFRESH, maxStale, PORTAL_TIMEOUT);
    }
  }

  /**
   * A bastion.
   *
   * @param id {@code bastion_id} in its tokens
   * @param hopCa the public key that signs its hop certificates, as {@code sallyport hop-ca} prints
   *     it; needed for portals whose tokens have no {@code cnf}
   * @param serviceAccountIssuer as which it signs for service accounts where the portal knows only
   *     people
   * @param offline which earlier tokens it may show again while the portal is down; absent: none
   */
  public record Bastion(
      String id,
      Optional<String> hopCa,
      Optional<Issuer> serviceAccountIssuer,
      Optional<Offline> offline) {
    /** Refuses a line that is no Ed25519 key. */
    public Bastion {
      hopCa.ifPresent(SshEd25519Key::parse);
      if (offline.isPresent() && hopCa.isEmpty()) {
        throw new IllegalArgumentException(
            "`offline` has no effect without `hop_ca`, to which earlier tokens are bound;"
                + " write both");
      }
    }

    private RegisteredBastion registered() {
      return new RegisteredBastion(
          id, hopCa.map(SshEd25519Key::parse), offline.map(Offline::tokens));
    }

    private Stream<ServiceAccountIssuer> serviceAccountIssuer(
        ServiceAccountIssuer.AccountKeys accounts) {
      return serviceAccountIssuer.stream()
          .map(issuer -> new ServiceAccountIssuer(issuer.issuer(), id, accounts));
    }
  }

  /**
   * What counts while a portal is down.
   *
   * @param max how long ago the portal may have said yes to the same person, host and login
   * @param groups those whose members may come; empty: everybody
   */
  public record Offline(
      @Default("8h") @Between(min = "1m", max = "7d") Duration max,
      @Default("") Set<String> groups) {
    private OfflineTokens tokens() {
      return new OfflineTokens(max, groups);
    }
  }

  TokenVerifier.Settings tokens(ServiceAccountIssuer.AccountKeys accounts) {
    return new TokenVerifier.Settings(
        TargetNames.of(names),
        bastions.stream().map(Bastion::registered).toList(),
        bastions.stream().flatMap(bastion -> bastion.serviceAccountIssuer(accounts)).toList(),
        maxLife,
        skew);
  }

  private static void requireSome(List<?> elements, String what) {
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("list at least one " + what);
    }
  }

  private static <E> void requireDistinct(List<E> elements, Function<E, Object> part, String what) {
    Set<Object> seen = new HashSet<>();
    for (E element : elements) {
      if (!seen.add(part.apply(element))) {
        throw new IllegalArgumentException(
            "the " + what + " " + part.apply(element) + " is there twice; keep one");
      }
    }
  }
}
