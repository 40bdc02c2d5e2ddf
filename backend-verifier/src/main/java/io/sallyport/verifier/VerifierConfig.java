package io.sallyport.verifier;

import io.sallyport.config.Between;
import io.sallyport.config.Default;
import io.sallyport.config.Loaded;
import io.sallyport.jwks.JwksSettings;
import io.sallyport.serviceaccounts.AddressRange;
import io.sallyport.serviceaccounts.ApprovedPaths;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import io.sallyport.token.LoginOfGroups;
import io.sallyport.token.OfflineTokens;
import io.sallyport.token.RegisteredBastion;
import io.sallyport.token.ServiceAccountIssuer;
import io.sallyport.token.SshEd25519Key;
import io.sallyport.token.TargetNames;
import io.sallyport.token.TokenVerifier;
import io.sallyport.verifier.people.PeopleSettings;
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
 * @param logins who may come under which login by tokens that name none
 * @param limits what may be done here at most, by whom; the first that is about somebody counts
 * @param expiryTime how sshd is told until when its line counts
 * @param people how people are made known who have no account here yet; absent: not at all
 * @param serviceAccounts the file of the programs for which a bastion's own issuer may speak
 * @param directLogin whether these may log in by their own keys, past all bastions
 * @param approvedShells what their users may have as a shell; empty: the usual ones
 * @param approvedHomePrefixes below which their homes lie; empty: the usual places
 * @param maxLife longest life of a token, from {@code iat} to {@code exp}
 * @param skew how far the clocks of this backend and of the portal may differ
 * @param environmentSocket where users ask about a token of open-bastion's in their environment;
 *     absent: nowhere
 * @param usedTokens the file that says to which connection each token belongs
 * @param audit the file that gets one line of JSON for each decision
 */
public record VerifierConfig(
    Path socket,
    List<String> names,
    List<Issuer> issuers,
    List<Bastion> bastions,
    @Default("") List<Login> logins,
    @Default("") List<Limit> limits,
    @Default("utc") ExpiryTime expiryTime,
    Optional<PeopleSettings> people,
    Optional<Path> serviceAccounts,
    @Default("false") boolean directLogin,
    @Default("") Set<String> approvedShells,
    @Default("") List<String> approvedHomePrefixes,
    @Default("300s") @Between(min = "1s", max = "300s") Duration maxLife,
    @Default("30s") @Between(min = "0s", max = "120s") Duration skew,
    Optional<Path> environmentSocket,
    @Default("/var/lib/sallyport-verifier/used-tokens") Path usedTokens,
    Path audit) {

  /** Time that a portal has for one answer. */
  private static final Duration PORTAL_TIMEOUT = Duration.ofSeconds(5);

  /** Refuses what can never let anybody in, and what could be meant in two ways. */
  public VerifierConfig {
    var _ = TargetNames.of(names);
    requireSome(issuers, "issuer; without one nobody can come in");
    requireSome(bastions, "bastion; without one nobody can come in");
    requireDistinct(allIssuers(issuers, bastions), Issuer::issuer, "issuer");
    requireDistinct(allIssuers(issuers, bastions), Issuer::jwksFile, "jwks_file");
    requireDistinct(bastions, Bastion::id, "bastion");
    boolean issuer = bastions.stream().anyMatch(it -> it.serviceAccountIssuer().isPresent());
    if ((issuer || directLogin) && serviceAccounts.isEmpty()) {
      throw new IllegalArgumentException(
          "`service_account_issuer` of a bastion and `direct_login` have no effect without"
              + " `service_accounts`; write it, too");
    }
    var _ = new ApprovedPaths(approvedShells, approvedHomePrefixes);
  }

  /** The service accounts of a file, with the shells and homes that are approved of here. */
  public Loaded<ServiceAccounts> readServiceAccounts(Path file) {
    return ServiceAccountsFile.read(file, approved());
  }

  ApprovedPaths approved() {
    return new ApprovedPaths(
        approvedShells.isEmpty() ? ApprovedPaths.DEFAULT.shells() : approvedShells,
        approvedHomePrefixes.isEmpty()
            ? ApprovedPaths.DEFAULT.homePrefixes()
            : approvedHomePrefixes);
  }

  /** The portals, and the bastions' own. */
  List<Issuer> allIssuers() {
    return allIssuers(issuers, bastions);
  }

  /** From where bastions come, as far as it is known. */
  List<String> bastionAddresses() {
    return bastions.stream().flatMap(bastion -> bastion.addresses().stream()).toList();
  }

  /** The hop CAs that are known. */
  List<String> hopCas() {
    return bastions.stream().flatMap(bastion -> bastion.hopCa().stream()).toList();
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
   * @param refresh longest time between two looks at its keys
   * @param minRefresh least time between two, however many unknown keys are shown
   * @param maxStale age beyond which its keys are not believed any more
   */
  public record Issuer(
      String issuer,
      Optional<URI> jwksUrl,
      Path jwksFile,
      @Default("5m") @Between(min = "30s", max = "1d") Duration refresh,
      @Default("30s") @Between(min = "1s", max = "1h") Duration minRefresh,
      @Default("7d") @Between(min = "1m", max = "90d") Duration maxStale) {

    /** Refuses an address whose keys could be anybody's, and times that contradict each other. */
    public Issuer {
      jwksUrl.ifPresent(JwksSettings::requireSafe);
      if (minRefresh.compareTo(refresh) > 0) {
        throw new IllegalArgumentException(
            "`min_refresh` is longer than `refresh`, which it would stretch; write a shorter one");
      }
    }

    JwksSettings jwks() {
      return new JwksSettings(jwksUrl, jwksFile, refresh, minRefresh, maxStale, PORTAL_TIMEOUT);
    }
  }

  /**
   * A bastion.
   *
   * @param id {@code bastion_id} in its tokens
   * @param hopCa the public key that signs its hop certificates, as {@code sallyport hop-ca} prints
   *     it; needed for portals whose tokens have no {@code cnf}
   * @param addresses those that this backend's sshd sees it at, also in CIDR form; empty: any
   * @param serviceAccountIssuer as which it signs for service accounts where the portal knows only
   *     people
   * @param offline which earlier tokens it may show again while the portal is down; absent: none
   */
  public record Bastion(
      String id,
      Optional<String> hopCa,
      @Default("") List<String> addresses,
      Optional<Issuer> serviceAccountIssuer,
      Optional<Offline> offline) {
    /** Refuses a line that is no Ed25519 key, and what is no address. */
    public Bastion {
      addresses.forEach(AddressRange::parse);
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
   * A login for members of groups whom their portal's tokens know by their own name only.
   *
   * @param login on this backend
   * @param groups of which one must stand in the token
   */
  public record Login(String login, Set<String> groups) {
    /** Refuses a login that nobody would get. */
    public Login {
      if (groups.isEmpty()) {
        throw new IllegalArgumentException("list at least one group for the login " + login);
      }
    }

    private LoginOfGroups ofGroups() {
      return new LoginOfGroups(login, groups);
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
        logins.stream().map(Login::ofGroups).toList(),
        maxLife,
        skew);
  }

  /** The addresses of a bastion, as sshd's {@code from} writes them; empty: any. */
  Optional<String> from(String bastionId) {
    return bastions.stream()
        .filter(bastion -> bastion.id().equals(bastionId) && !bastion.addresses().isEmpty())
        .map(bastion -> String.join(",", bastion.addresses()))
        .findFirst();
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
