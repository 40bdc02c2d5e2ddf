package io.sallyport.bastion;

import io.sallyport.bastion.audit.AuditFile;
import io.sallyport.bastion.audit.Tally;
import io.sallyport.bastion.authority.Authorities;
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
import io.sallyport.bastion.hop.Algorithms;
import io.sallyport.bastion.hop.HopConnector;
import io.sallyport.bastion.hop.Waiting;
import io.sallyport.bastion.identity.BoundKeys;
import io.sallyport.bastion.identity.BreakGlassAuthenticator;
import io.sallyport.bastion.identity.CertificateAuthenticator;
import io.sallyport.bastion.identity.KeyAuthenticator;
import io.sallyport.bastion.identity.PortalTokenAuthenticator;
import io.sallyport.bastion.identity.Revalidation;
import io.sallyport.bastion.keys.BastionKeys;
import io.sallyport.bastion.lobby.Lobby;
import io.sallyport.bastion.offline.OfflineAccess;
import io.sallyport.bastion.orders.BastionDesk;
import io.sallyport.bastion.portal.HeartbeatReport;
import io.sallyport.bastion.portal.LemonLdapPortal;
import io.sallyport.bastion.recording.FolderRecorder;
import io.sallyport.bastion.relay.CountedChannels;
import io.sallyport.bastion.relay.RelayedChannels;
import io.sallyport.bastion.relay.TimerThread;
import io.sallyport.bastion.store.BastionStore;
import io.sallyport.bastion.vouching.ServiceAccountTokens;
import io.sallyport.bastion.vouching.Vouching;
import io.sallyport.bastion.wire.EventLoops;
import io.sallyport.config.Address;
import io.sallyport.control.ControlSocket;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running bastion: the whole product, put together in the order in which a session meets it. */
public final class Bastion implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Bastion.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final OuterDoor outerDoor;

  private Bastion(Settings settings, Clock clock) throws IOException {
    try {
      outerDoor = open(settings, clock);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private OuterDoor open(Settings settings, Clock clock) throws IOException {
    BastionConfig config = settings.config();
    var keys = BastionKeys.in(config.state());
    var io = part(EventLoops.start());
    var audit = new Tally(part(AuditFile.open(config.audit(), clock)), clock);

    // Who is there?
    var gate = new Gate(config.gate());
    var portal = part(config.portal().open(() -> report(audit), clock));
    var store = part(BastionStore.open(config.state()));
    var boundKeys = BoundKeys.load(store, config.people(), clock);
    var accounts = part(accounts(config, clock));
    var knownKeys = new KeyAuthenticator(accounts, boundKeys, clock);
    var offline = part(offline(config, store, keys, clock));
    var people = new PortalTokenAuthenticator(portal, offline.outage(), clock);
    var breakGlass = new BreakGlassAuthenticator(offline.passwords(), offline.outage());
    var certificates = certificates(config, portal, clock);
    var methods =
        new Methods(
            people, knownKeys, certificates, breakGlass, boundKeys, new FailedLogins(), audit);

    part(
        ControlSocket.open(config.controlSocket(), "bastion", new BastionDesk(boundKeys, offline)));

    // May they go on, and who vouches for them?
    var targets = config.allTargets();
    var algorithms = new Algorithms(config.chacha20());
    var vouching =
        new Vouching(portal, ownTokens(config, keys, clock), offline.outage(), keys.hopCa(), clock);
    var connector =
        part(
            new HopConnector(
                config.knownHosts(),
                algorithms,
                io,
                CountedChannels.of(RelayedChannels.ofBackends()),
                Waiting.really()));
    var recorder =
        new FolderRecorder(config.recordings(), (long) config.recordedOutputMib() << 20, clock);
    var revalidation =
        new Revalidation(portal, boundKeys, accounts, config.people(), offline.outage(), clock);
    var passage =
        new Passage(
            targets,
            revalidation,
            settings.policy(),
            new PortalsWord(portal, config.serviceAccountIssuer().isEmpty(), offline.outage()),
            vouching,
            connector,
            recorder,
            audit,
            clock);

    // Two doors, of which the second opens only behind the first.
    var doors = new Doors(keys, algorithms, clock);
    var onward = new Onward(passage, new Watch(part(new TimerThread()), config.keepalive()));
    var innerDoor = part(new InnerDoor(onward, doors));
    var lobby =
        new Lobby(
            config.names().getFirst(),
            config.publicAddress(),
            keys.hostCaLine(),
            settings.policy(),
            targets);
    return part(
        OuterDoor.open(
            config.listen(),
            config.names(),
            doors,
            io,
            gate,
            methods,
            onward,
            innerDoor,
            new Lobbies(lobby, onward, innerDoor, revalidation, boundKeys, audit),
            settings.banner()));
  }

  private static LiveServiceAccounts accounts(BastionConfig config, Clock clock)
      throws IOException {
    return config.serviceAccounts().isEmpty()
        ? LiveServiceAccounts.fixed(ServiceAccounts.none())
        : LiveServiceAccounts.watch(
            config.serviceAccounts().get(), ServiceAccountsFile::read, clock);
  }

  private CertificateAuthenticator certificates(
      BastionConfig config, LemonLdapPortal portal, Clock clock) throws IOException {
    if (config.userCertificates().isEmpty()) {
      return CertificateAuthenticator.none();
    }
    var authorities =
        part(
            Authorities.start(
                portal.authority(),
                config.state().resolve("user-authority.json"),
                config.userCertificates().get(),
                clock));
    return new CertificateAuthenticator(authorities::current, clock);
  }

  private static OfflineAccess offline(
      BastionConfig config, BastionStore store, BastionKeys keys, Clock clock) throws IOException {
    return OfflineAccess.open(
        store,
        config.outageRules(),
        config.identityCacheKey(),
        keys::derive,
        config.state(),
        clock);
  }

  private static Optional<ServiceAccountTokens> ownTokens(
      BastionConfig config, BastionKeys keys, Clock clock) throws IOException {
    if (config.serviceAccountIssuer().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ServiceAccountTokens.publish(
            config.serviceAccountIssuer().get(),
            config.portal().serverGroup(),
            keys.tokenKey(),
            clock));
  }

  private static HeartbeatReport report(Tally tally) {
    return new HeartbeatReport(
        tally.counts(),
        tally.openHops().stream()
            .map(hop ->
                new HeartbeatReport.Session(
                    hop.identity(), hop.from(), hop.destination(), hop.since()))
            .toList());
  }

  /**
   * Starts a bastion.
   *
   * @throws IOException if it could not start, with the reason in words; nothing is left running
   */
  public static Bastion start(Settings settings, Clock clock) throws IOException {
    return new Bastion(settings, clock);
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }

  /** Where the outer door listens. */
  public Address address() {
    return outerDoor.address();
  }

  /** Ends all sessions and stops, the last part that was started first. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.warn("A part of the bastion did not stop cleanly", e);
      }
    }
  }
}
