package io.sallyport.bastion.testing;

import io.sallyport.bastion.authority.UserAuthority;
import io.sallyport.bastion.door.Doors;
import io.sallyport.bastion.door.InnerDoor;
import io.sallyport.bastion.door.Lobbies;
import io.sallyport.bastion.door.Methods;
import io.sallyport.bastion.door.Onward;
import io.sallyport.bastion.door.OuterDoor;
import io.sallyport.bastion.door.Passage;
import io.sallyport.bastion.door.PortalsWord;
import io.sallyport.bastion.door.Watch;
import io.sallyport.bastion.gate.FailedLogins;
import io.sallyport.bastion.gate.Gate;
import io.sallyport.bastion.gate.GateLimits;
import io.sallyport.bastion.hop.Algorithms;
import io.sallyport.bastion.hop.HopConnector;
import io.sallyport.bastion.identity.BindingLife;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.BreakGlassAuthenticator;
import io.sallyport.bastion.identity.CertificateAuthenticator;
import io.sallyport.bastion.identity.KeyAuthenticator;
import io.sallyport.bastion.identity.PortalTokenAuthenticator;
import io.sallyport.bastion.identity.Revalidation;
import io.sallyport.bastion.keys.BastionKeys;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.lobby.Lobby;
import io.sallyport.bastion.offline.OfflineAccess;
import io.sallyport.bastion.offline.OutageRules;
import io.sallyport.bastion.policy.Policy;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.Targets;
import io.sallyport.bastion.recording.FolderRecorder;
import io.sallyport.bastion.recording.Recorder;
import io.sallyport.bastion.relay.CountedChannels;
import io.sallyport.bastion.relay.KeepAlive;
import io.sallyport.bastion.relay.RelayedChannels;
import io.sallyport.bastion.store.BastionStore;
import io.sallyport.bastion.vouching.ServiceAccountIssuer;
import io.sallyport.bastion.vouching.ServiceAccountTokens;
import io.sallyport.bastion.vouching.Vouching;
import io.sallyport.bastion.wire.EventLoops;
import io.sallyport.config.Address;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A bastion of the real parts on a free loopback port, with a portal and an audit in memory, and a
 * real backend that is the target {@code web-01}. The service account {@code ansible} has a key.
 */
public final class TestBastion {

  public final FakePortal portal = new FakePortal();
  public final MemoryAudit audit = new MemoryAudit();
  public final KeyPair ansibleKey = Ed25519.fresh();
  public final BastionKeys keys;
  public final TestBackend backend;

  private final Path folder;
  private final List<Target> targets = new ArrayList<>();
  private final List<AutoCloseable> parts = new ArrayList<>();
  private Policy policy = Rules.policy(Rules.rule("ops", "*", "deploy"));
  private Recorder recorder;
  public final ShiftedClock clock = new ShiftedClock();
  private Optional<BoundKeys> bound = Optional.empty();
  private BindingLife life =
      new BindingLife(Duration.ofHours(12), Set.of("admins"), Duration.ofHours(1));
  public final ManualTimers timers = new ManualTimers();
  public final ManualWaiting waiting = new ManualWaiting();
  private KeepAlive.Settings keepAlive = new KeepAlive.Settings(Duration.ofSeconds(30), 3);
  private boolean chacha20;
  private OutageRules outageRules = Offline.NOBODY;
  private Optional<OfflineAccess> offlineAccess = Optional.empty();
  private Optional<ServiceAccountIssuer> ownIssuer = Optional.empty();
  private volatile Optional<UserAuthority> authority = Optional.empty();
  private Optional<LiveServiceAccounts> live = Optional.empty();
  private GateLimits limits = new GateLimits(1000, 100);

  public TestBastion(Path folder) throws IOException {
    this.folder = folder;
    this.keys = BastionKeys.in(folder.resolve("state"));
    this.backend = new TestBackend(keys.hopCa().getPublic());
    this.recorder = new FolderRecorder(recordings(), 1 << 20, Clock.systemUTC());
    targets.add(backend.target("web-01"));
    Files.writeString(knownHosts(), backend.knownAs("web-01"));
  }

  public Path recordings() {
    return folder.resolve("recordings");
  }

  public Path knownHosts() {
    return folder.resolve("known_hosts");
  }

  public TestBastion policy(Policy other) {
    policy = other;
    return this;
  }

  public TestBastion recorder(Recorder other) {
    recorder = other;
    return this;
  }

  /** Asks nobody whether they are still there. */
  public TestBastion withoutKeepAlive() {
    keepAlive = new KeepAlive.Settings(Duration.ofDays(1000), 100);
    return this;
  }

  public TestBastion limits(GateLimits other) {
    limits = other;
    return this;
  }

  public TestBastion bindingKeysFor(BindingLife other) {
    life = other;
    return this;
  }

  /** What may go on while the portal is down. */
  public TestBastion outageRules(OutageRules rules) {
    outageRules = rules;
    return this;
  }

  /** What is kept for that; once the bastion has started. */
  public OfflineAccess offline() {
    return offlineAccess.orElseThrow();
  }

  public TestBastion withChacha20() {
    chacha20 = true;
    return this;
  }

  /** The portal knows only people. */
  public TestBastion vouchingForServiceAccounts() {
    ownIssuer =
        Optional.of(new ServiceAccountIssuer("urn:bastion", "bastion", folder.resolve("jwks")));
    return this;
  }

  private Optional<ServiceAccountTokens> ownTokens() throws IOException {
    return ownIssuer.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ServiceAccountTokens.publish(ownIssuer.get(), "bastions", keys.tokenKey(), clock));
  }

  /** From now on the certificates of this authority are believed. */
  public TestBastion believing(UserAuthority other) {
    authority = Optional.of(other);
    return this;
  }

  public TestBastion target(Target other) {
    targets.add(other);
    return this;
  }

  /** The keys that are bound to people, of the bastion that was started last. */
  public BoundKeys boundKeys() {
    return bound.orElseThrow();
  }

  /** The service accounts' file says something else from now on: what follows the key's line. */
  public TestBastion accounts(String text) throws IOException {
    Files.writeString(accountsFile(), text);
    Files.setPosixFilePermissions(accountsFile(), PosixFilePermissions.fromString("rw-------"));
    live.ifPresent(accounts -> {
      accounts.look();
      accounts.look();
    });
    return this;
  }

  /** The section of the account ansible, with these lines in it. */
  public String ansible(String... lines) {
    return "[ansible]\nkey_fingerprint = %s%s\n"
        .formatted(Identities.fingerprint(ansibleKey.getPublic()), String.join("\n", lines));
  }

  private Path accountsFile() {
    return folder.resolve("service-accounts.conf");
  }

  private LiveServiceAccounts liveAccounts() throws IOException {
    if (Files.notExists(accountsFile())) {
      accounts(ansible());
    }
    LiveServiceAccounts accounts =
        LiveServiceAccounts.unwatched(accountsFile(), ServiceAccountsFile::read, clock);
    live = Optional.of(accounts);
    return accounts;
  }

  /** Opens the doors; returns where the outer one is. */
  public Address start() throws IOException {
    var algorithms = new Algorithms(chacha20);
    EventLoops io = part(EventLoops.start());
    var store = part(BastionStore.open(folder.resolve("state")));
    BoundKeys boundKeys = BoundKeys.load(store, life, clock);
    bound = Optional.of(boundKeys);
    var offline = Offline.access(store, outageRules, folder.resolve("state"), clock);
    offlineAccess = Optional.of(offline);
    var accounts = liveAccounts();
    var methods =
        new Methods(
            new PortalTokenAuthenticator(portal, offline.outage(), clock),
            new KeyAuthenticator(accounts, boundKeys, clock),
            new CertificateAuthenticator(() -> authority, clock),
            new BreakGlassAuthenticator(offline.passwords(), offline.outage()),
            boundKeys,
            new FailedLogins(),
            audit);
    var connector =
        part(
            new HopConnector(
                knownHosts(),
                algorithms,
                io,
                CountedChannels.of(RelayedChannels.ofBackends()),
                waiting));
    var vouching = new Vouching(portal, ownTokens(), offline.outage(), keys.hopCa(), clock);
    var revalidation = new Revalidation(portal, boundKeys, accounts, life, offline.outage(), clock);
    var passage =
        new Passage(
            new Targets(targets),
            revalidation,
            policy,
            new PortalsWord(portal, ownIssuer.isEmpty(), offline.outage()),
            vouching,
            connector,
            recorder,
            audit,
            clock);
    var onward = new Onward(passage, new Watch(timers, keepAlive));
    var doors = new Doors(keys, algorithms, clock);
    var innerDoor = part(new InnerDoor(onward, doors));
    Address any = new Address("127.0.0.1", 0);
    var lobby =
        new Lobby("bastion", Optional.empty(), keys.hostCaLine(), policy, new Targets(targets));
    return part(OuterDoor.open(
            any,
            List.of("bastion"),
            doors,
            io,
            new Gate(limits),
            methods,
            onward,
            innerDoor,
            new Lobbies(lobby, onward, innerDoor, revalidation, boundKeys, audit),
            Optional.empty()))
        .address();
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.addFirst(part);
    return part;
  }

  /** Stops the bastion; the backend stays. */
  public void stop() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
    parts.clear();
  }

  public void close() throws Exception {
    stop();
    backend.close();
  }
}
