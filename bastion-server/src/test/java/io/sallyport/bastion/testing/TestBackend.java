package io.sallyport.bastion.testing;

import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.Target;
import io.sallyport.config.Address;
import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;
import org.apache.sshd.server.subsystem.SubsystemFactory;

/** A real SSH server on a free loopback port that lets in the certificates of one hop CA. */
public final class TestBackend implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final Deed NOTHING = _ -> {};

  private final KeyPair hostKey = Ed25519.fresh();
  private final SshServer server = SshServer.setUpDefaultServer();
  private final Queue<HopCertificate> shown = new ConcurrentLinkedQueue<>();
  private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<RawConnection> raw = new LinkedBlockingQueue<>();
  private final AtomicReference<Deed> whenAsked = new AtomicReference<>(NOTHING);
  private final AtomicInteger keyExchanges = new AtomicInteger();
  private volatile boolean closedToAll;
  private volatile String announced = "echo known";

  public TestBackend(PublicKey hopCa) throws IOException {
    server.setHost("127.0.0.1");
    server.setKeyExchangeFactories(
        NamedFactory.setUpTransformedFactories(
            true, List.of(BuiltinDHFactories.curve25519), ServerBuilder.DH2KEX));
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setUserAuthFactories(List.of(new ForcedCommands()));
    server.setPublickeyAuthenticator((login, key, session) -> {
      whenAsked.getAndSet(NOTHING).accept(session);
      return lets(login, key, hopCa);
    });
    server.setShellFactory(_ -> new TestProgram("cat"));
    server.setCommandFactory((channel, command) -> new TestProgram(program(channel, command)));
    server.setSubsystemFactories(List.of(new Subsystem()));
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
    server.setSessionFactory(new RawSessions.Servers(server));
    server.addSessionListener(new Arrivals());
    server.start();
  }

  private boolean lets(String login, PublicKey key, PublicKey hopCa) {
    if (!(key instanceof OpenSshCertificate certificate)) {
      return false;
    }
    shown.add(
        HopCertificate.parse(
            certificate.getKeyType(), PublicKeyEntry.toString(certificate).split(" ", 3)[1]));
    return !closedToAll
        && KeyUtils.compareKeys(hopCa, certificate.getCaPubKey())
        && certificate.getPrincipals().contains(login);
  }

  /** The target under which a bastion knows this backend. */
  public Target target(String name) {
    return new Target(name, 22, address(), "default");
  }

  public Address address() {
    return new Address("127.0.0.1", server.getPort());
  }

  /** The line of a known_hosts file for this name. */
  public String knownAs(String name) {
    return name + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n";
  }

  /** Something that a backend does on a connection. */
  @FunctionalInterface
  public interface Deed {
    void on(ServerSession session) throws IOException;

    private void accept(ServerSession session) {
      try {
        on(session);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** What it does once, before it answers whether it lets a key in. */
  public void whenAsked(Deed deed) {
    whenAsked.set(deed);
  }

  /** From now on it speaks what old devices speak, and nothing else. */
  public TestBackend onlyLegacy() {
    server.setKeyExchangeFactories(
        NamedFactory.setUpTransformedFactories(
            true,
            List.of(BuiltinDHFactories.resolveFactory("diffie-hellman-group14-sha1")),
            ServerBuilder.DH2KEX));
    server.setCipherFactories(List.of(BuiltinCiphers.aes128cbc));
    server.setMacFactories(List.of(BuiltinMacs.hmacsha1));
    return this;
  }

  /** From now on the test itself speaks on connections, see {@link #connection}. */
  public void speakRaw() {
    server.setServiceFactories(
        List.of(ServerUserAuthServiceFactory.INSTANCE, new RawConnection.Factory(raw::add)));
  }

  /** From now on it is an honest server again. */
  public void speakItself() {
    server.setServiceFactories(
        List.of(ServerUserAuthServiceFactory.INSTANCE, ServerConnectionServiceFactory.INSTANCE));
  }

  /** The backend's end of the next connection that was let in. */
  public RawConnection connection() throws InterruptedException {
    RawConnection next = raw.poll(15, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the bastion was not let in");
    }
    return next;
  }

  /** Where people are announced, a program of its own runs whatever is asked for. */
  private String program(ChannelSession channel, String command) {
    boolean announcement =
        channel.getSession().getUsername().equals(BastionToken.INTRODUCTION_LOGIN);
    return announcement ? announced : command;
  }

  /** From now on that is this one. */
  public void whenAnnounced(String program) {
    announced = program;
  }

  /** From now on no certificate is good enough. */
  public void letNobodyIn() {
    closedToAll = true;
  }

  /** The certificates that were shown, a query and its signed request apart. */
  public List<HopCertificate> shown() {
    return List.copyOf(shown);
  }

  /** How many connections were made. */
  public int connections() {
    return sessions.size();
  }

  /** What the bastion has offered on the first connection; empty for nothing. */
  public String offered(KexProposalOption kind) {
    Session first = sessions.element();
    return first.getClientKexProposals().getOrDefault(kind, "");
  }

  /** Takes so many bytes on a channel at a time, and no more. */
  public void takesAtATime(long bytes) {
    CoreModuleProperties.WINDOW_SIZE.set(server, bytes);
    CoreModuleProperties.MAX_PACKET_SIZE.set(server, bytes);
  }

  /** Exchanges keys again after so many bytes. */
  public void exchangesKeysAfter(long bytes) {
    CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, bytes);
  }

  /** How often keys were exchanged, on all connections. */
  public int keyExchanges() {
    return keyExchanges.get();
  }

  /** Waits until no connection is left. */
  public void awaitNobody() {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (sessions.stream().anyMatch(session -> !session.isClosed())) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still connected: " + sessions);
      }
      Thread.onSpinWait();
    }
  }

  /** Drops every connection, as a crash would. */
  public void drop() {
    sessions.forEach(session -> session.close(true));
  }

  @Override
  public void close() throws IOException {
    server.stop(true);
  }

  private static final class Subsystem implements SubsystemFactory {
    @Override
    public String getName() {
      return "greeting";
    }

    @Override
    public Command createSubsystem(ChannelSession channel) {
      return new TestProgram("echo hello from a subsystem");
    }
  }

  /** Public-key authentication that lets a forced command pass, which MINA's own refuses. */
  private static final class ForcedCommands extends UserAuthPublicKeyFactory {
    @Override
    public UserAuthPublicKey createUserAuth(ServerSession session) {
      return new UserAuthPublicKey(getSignatureFactories()) {
        @Override
        protected void verifyCriticalOptions(ServerSession client, OpenSshCertificate certificate)
            throws CertificateException {
          if (!certificate.getCriticalOptionsMap().keySet().equals(Set.of("force-command"))) {
            super.verifyCriticalOptions(client, certificate);
          }
        }
      };
    }
  }

  private final class Arrivals implements SessionListener {
    @Override
    public void sessionCreated(Session session) {
      if (session instanceof ServerSession) {
        sessions.add(session);
      }
    }

    @Override
    public void sessionEvent(Session session, Event event) {
      if (event == Event.KexCompleted) {
        keyExchanges.incrementAndGet();
      }
    }
  }
}
