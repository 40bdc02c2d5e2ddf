package io.sallyport.bastion.hop;

import io.sallyport.bastion.policy.Introduction;
import io.sallyport.bastion.policy.Reachable;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.wire.EventLoops;
import io.sallyport.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * The bastion's SSH client, which reaches backends. It has no identity of its own and reads
 * nobody's ssh configuration; it believes no host key but those the operator wrote down.
 */
public final class HopConnector implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final SshClient client;
  private final Path knownHosts;
  private final Waiting waiting;

  /**
   * A started client.
   *
   * @param knownHosts a known_hosts file, read again for every hop
   * @param channels those that backends may open
   */
  public HopConnector(
      Path knownHosts,
      Algorithms algorithms,
      IoServiceFactoryFactory io,
      List<ChannelFactory> channels,
      Waiting waiting) {
    this.knownHosts = knownHosts;
    this.waiting = waiting;
    this.client = client(algorithms, io, channels);
    client.start();
  }

  private static SshClient client(
      Algorithms algorithms, IoServiceFactoryFactory io, List<ChannelFactory> channels) {
    SshClient client =
        algorithms
            .offeredBy(ClientBuilder.builder())
            .keyExchangeFactories(Algorithms.keyExchangesOfHops())
            .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
            .serverKeyVerifier(HopConnector::verify)
            .channelFactories(channels)
            .globalRequestHandlers(List.of(KeepAliveHandler.INSTANCE))
            .build();
    client.setIoServiceFactoryFactory(io);
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    client.setUserAuthFactories(List.of(SignedAtOnce.FACTORY));
    client.setUserInteraction(new BackendBanner());
    client.addSessionListener(new LegacyAlgorithms(algorithms));
    client.addSessionListener(new KnownKeyTypesFirst());
    client.addSessionListener(Greeting.LISTENER);
    CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, Software.NAME);
    CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
    return client;
  }

  /**
   * Begins to connect to where the way to the target begins, and returns at once; the hop is served
   * where its client is.
   */
  public PendingHop connect(Reachable reachable) {
    return begin(reachable.target().entrance());
  }

  /** The same, to announce somebody there. */
  public PendingHop connect(Introduction introduction) {
    return begin(introduction.target().entrance());
  }

  private PendingHop begin(Target first) {
    EventLoops.Place here = EventLoops.here();
    FutureTask<Knock> connecting = new FutureTask<>(() -> here.opening(() -> connect(first)));
    Thread.ofVirtual().name("hop-" + first).start(connecting);
    return new PendingHop(connecting, this);
  }

  private Knock connect(Target target) throws IOException, InterruptedException {
    return new Tries(target, CONNECT_TIMEOUT, waiting).of(time -> connect(target, time));
  }

  private Knock connect(Target target, Duration time) throws IOException {
    HostKeyCheck check = new HostKeyCheck(KnownHosts.of(target, knownHosts));
    Greeting greeting = new Greeting();
    ClientSession connection =
        client
            .connect("", resolve(target.address()), context(check, greeting), null)
            .verify(time)
            .getSession();
    return new Knock(connection, check, greeting);
  }

  /**
   * Connects to a target in a channel of this connection to the backend before it, which ends with
   * it; waits.
   *
   * @throws IOException if there is no connection; the one to the backend before it is ended
   */
  Knock connect(Target target, ClientSession before) throws IOException {
    try {
      HostKeyCheck check = new HostKeyCheck(KnownHosts.of(target, knownHosts));
      Greeting greeting = new Greeting();
      LinkChannel channel =
          new LinkChannel(target.address(), client.getSessionFactory(), context(check, greeting));
      var _ = before.getService(ConnectionService.class).registerChannel(channel);
      channel.open().verify(CONNECT_TIMEOUT);
      return new Knock(channel.inner(), check, greeting);
    } catch (IOException | RuntimeException e) {
      Hop.end(before);
      throw new IOException(e.getMessage(), e);
    }
  }

  private static AttributeRepository context(HostKeyCheck check, Greeting greeting) {
    return AttributeRepository.ofAttributesMap(
        Map.of(HostKeyCheck.KEY, check, Greeting.KEY, greeting));
  }

  private static SocketAddress resolve(Address address) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
  }

  /** Runs on an I/O thread: everything it needs came with the connection. */
  private static boolean verify(ClientSession connection, SocketAddress remote, PublicKey key) {
    return HostKeyCheck.of(connection.getConnectionContext()).accepts(key);
  }

  /** At once: to end in good order takes I/O threads, which are shared and may be gone. */
  @Override
  public void close() {
    var _ = client.close(true);
  }
}
