package io.sallyport.bastion;

import io.sallyport.bastion.authority.UserCertificates;
import io.sallyport.bastion.gate.GateLimits;
import io.sallyport.bastion.identity.BindingLife;
import io.sallyport.bastion.offline.BreakGlassPolicy;
import io.sallyport.bastion.offline.OfflinePolicy;
import io.sallyport.bastion.offline.OutageRules;
import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.Targets;
import io.sallyport.bastion.policy.VouchingKind;
import io.sallyport.bastion.relay.KeepAlive;
import io.sallyport.bastion.vouching.ServiceAccountIssuer;
import io.sallyport.config.Address;
import io.sallyport.config.Between;
import io.sallyport.config.Default;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bastion's configuration file.
 *
 * @param listen where the outer door listens
 * @param names the names of the bastion itself, for its host certificate
 * @param publicAddress where clients find it, if that is not its first name and the port of listen
 * @param banner a file with what clients are shown before they authenticate
 * @param state the folder of the master secret
 * @param knownHosts the backends' host keys, in OpenSSH's known_hosts format, by target name
 * @param policy the policy file
 * @param serviceAccounts the service accounts' file
 * @param serviceAccountIssuer as what the bastion itself vouches for them, if the portal does not
 * @param recordings the folder of the recordings
 * @param recordedOutputMib how much is kept of each stream of a program without a terminal
 * @param audit the audit file
 * @param control where the control socket is, if not in the state folder
 * @param people how long their keys stay bound to them
 * @param offline who may go on while the portal is down; absent: nobody
 * @param breakGlass who may log in by a password of their own while it is; absent: nobody
 * @param identityCacheKey the file of the key of what is kept for that; absent: it is bound to this
 *     machine
 * @param userCertificates whether the certificates of the portal's SSH authority let people in
 * @param chacha20 whether chacha20-poly1305 is offered behind AES-GCM; it is slow on the JVM
 * @param keepalive when clients and backends that stay silent count as gone
 */
public record BastionConfig(
    Address listen,
    List<String> names,
    Optional<Address> publicAddress,
    Optional<Path> banner,
    Path state,
    PortalAccess portal,
    Path knownHosts,
    Path policy,
    Optional<Path> serviceAccounts,
    Optional<ServiceAccountIssuer> serviceAccountIssuer,
    Path recordings,
    @Default("16") @Between(min = "0", max = "1048576") int recordedOutputMib,
    Path audit,
    Optional<Path> control,
    @Default("") GateLimits gate,
    @Default("") BindingLife people,
    Optional<OfflinePolicy> offline,
    Optional<BreakGlassPolicy> breakGlass,
    Optional<Path> identityCacheKey,
    Optional<UserCertificates> userCertificates,
    @Default("") KeepAlive.Settings keepalive,
    @Default("false") boolean chacha20,
    List<TargetEntry> targets) {

  public BastionConfig {
    if (names.isEmpty()) {
      throw new IllegalArgumentException("`names` is empty; write the name that clients use");
    }
    names.forEach(name -> new Address(name, 0)); // throws for what is no host name
    if (publicAddress.isPresent() && publicAddress.get().port() == 0) {
      throw new IllegalArgumentException("`public_address` needs a port other than 0");
    }
    if (serviceAccountIssuer.isPresent() && serviceAccounts.isEmpty()) {
      throw new IllegalArgumentException(
          "`service_account_issuer` has no effect without `service_accounts`; write both");
    }
    if (identityCacheKey.isPresent() && offline.isEmpty() && breakGlass.isEmpty()) {
      throw new IllegalArgumentException(
          "`identity_cache_key` has no effect without `offline` or `break_glass`; write one of them");
    }
    Set<String> seen = new HashSet<>();
    for (TargetEntry target : targets) {
      if (!seen.add(target.name() + ":" + target.port())) {
        throw new IllegalArgumentException(
            "there are two targets `" + target.name() + "` with port " + target.port());
      }
    }
    var _ = new Ways(targets).targets(); // throws for ways that lead nowhere
  }

  /** The socket through which the operator's commands reach the running bastion. */
  public Path controlSocket() {
    return control.orElseGet(() -> state.resolve("control.sock"));
  }

  OutageRules outageRules() {
    return new OutageRules(offline, breakGlass, people.highRiskGroups());
  }

  /** The targets, to be found by name. */
  Targets allTargets() {
    return new Targets(new Ways(targets).targets());
  }

  /**
   * A backend.
   *
   * @param name the name by which clients ask for it
   * @param port the port by which clients ask for it
   * @param address where it really listens
   * @param group its group, for the bastion token
   * @param legacyAlgorithms whether it is offered algorithms that are weak by now
   * @param vouching by what it knows that the portal vouches for whoever comes
   * @param provision whether people are announced there, so that accounts are made for them
   * @param via the other target through which it is reached
   */
  public record TargetEntry(
      String name,
      @Default("22") @Between(min = "1", max = "65535") int port,
      Address address,
      @Default("default") String group,
      @Default("false") boolean legacyAlgorithms,
      @Default("token") VouchingKind vouching,
      @Default("false") boolean provision,
      Optional<Via> via) {

    public TargetEntry {
      if (!name.matches("[a-z0-9_]([a-z0-9._-]{0,252}[a-z0-9_-])?")) {
        throw new IllegalArgumentException(
            "`name` must be a host name in lower case, without a dot at its end");
      }
      if (address.port() == 0) {
        throw new IllegalArgumentException("`address` needs a port other than 0");
      }
      if (provision && vouching != VouchingKind.TOKEN) {
        throw new IllegalArgumentException(
            "`provision` takes a verifier on the backend, which `vouching: portal-certificate` does without");
      }
    }

    Target target(Optional<Destination> reachedThrough) {
      return new Target(
          name, port, address, group, legacyAlgorithms, vouching, reachedThrough, provision);
    }
  }

  /**
   * The target on the way to another one.
   *
   * @param target its name
   * @param port the port by which clients ask for it
   * @param login the login there
   */
  public record Via(
      String target, @Default("22") @Between(min = "1", max = "65535") int port, String login) {

    public Via {
      if (!login.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")) {
        throw new IllegalArgumentException("`login` must be the name of a user");
      }
    }
  }
}
