package io.sallyport.bastion.testing;

import io.sallyport.config.Address;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.UserAuthFactory;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientUserAuthServiceFactory;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;

/** A real SSH client that remembers every word it was told. */
public final class TestClient implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final SshClient client;
  private final Queue<String> told = new ConcurrentLinkedQueue<>();
  private final Queue<String> prompts = new ConcurrentLinkedQueue<>();
  private final Queue<PublicKey> hostKeys = new ConcurrentLinkedQueue<>();

  public TestClient() {
    client =
        ClientBuilder.builder()
            .hostConfigEntryResolver(HostConfigEntryResolver.EMPTY)
            .forwardingFilter(AcceptAllForwardingFilter.INSTANCE)
            .serverKeyVerifier((_, _, key) -> hostKeys.add(key))
            .build();
    client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    // The default, sntrup761, takes the time of a whole test on a JVM that has just started.
    client.setKeyExchangeFactories(
        NamedFactory.setUpTransformedFactories(
            true, List.of(BuiltinDHFactories.curve25519), ClientBuilder.DH2KEX));
    client.addSessionListener(new Goodbyes());
    lenient(true);
    client.start();
  }

  /** A client whose connections are {@link RawConnection}s. */
  public static TestClient raw() {
    TestClient raw = new TestClient();
    raw.client.setSessionFactory(new RawSessions.Clients(raw.client));
    raw.client.setServiceFactories(
        List.of(ClientUserAuthServiceFactory.INSTANCE, new RawConnection.Factory(_ -> {})));
    return raw;
  }

  /** Whether a host certificate for another name than the one we connect to is good enough. */
  public TestClient lenient(boolean lenient) {
    CoreModuleProperties.ABORT_ON_INVALID_CERTIFICATE.set(client, !lenient);
    return this;
  }

  /** Exchanges keys in this way only. */
  public TestClient keyExchange(BuiltinDHFactories only) {
    client.setKeyExchangeFactories(
        NamedFactory.setUpTransformedFactories(true, List.of(only), ClientBuilder.DH2KEX));
    return this;
  }

  /** Says that it is this software, what follows {@code SSH-2.0-}. */
  public TestClient named(String software) {
    CoreModuleProperties.CLIENT_IDENTIFICATION.set(client, software);
    return this;
  }

  /** Authenticates with nothing but this key. */
  public ClientSession loginByKey(Address bastion, String user, KeyPair key) throws IOException {
    return loginByKeys(bastion, user, List.of(key));
  }

  /** Authenticates with nothing but these keys, which are offered in this order. */
  public ClientSession loginByKeys(Address bastion, String user, List<KeyPair> keys)
      throws IOException {
    ClientSession session = connect(bastion, user, UserAuthPublicKeyFactory.INSTANCE);
    keys.forEach(session::addPublicKeyIdentity);
    return authenticated(session);
  }

  /** Answers every prompt with the token. */
  public ClientSession loginByToken(Address bastion, String user, String token) throws IOException {
    ClientSession session = connect(bastion, user, UserAuthKeyboardInteractiveFactory.INSTANCE);
    session.setUserInteraction(new Answers(token));
    return authenticated(session);
  }

  /** Shows a key, and then a token. */
  public ClientSession loginByKeyAndToken(Address bastion, String user, KeyPair key, String token)
      throws IOException {
    return loginByKeysAndToken(bastion, user, List.of(key), token);
  }

  /** Shows these keys, and then a token. */
  public ClientSession loginByKeysAndToken(
      Address bastion, String user, List<KeyPair> keys, String token) throws IOException {
    ClientSession session =
        connect(
            bastion,
            user,
            UserAuthPublicKeyFactory.INSTANCE,
            UserAuthKeyboardInteractiveFactory.INSTANCE);
    keys.forEach(session::addPublicKeyIdentity);
    session.setUserInteraction(new Answers(token));
    return authenticated(session);
  }

  public ClientSession loginByPassword(Address bastion, String user, String token)
      throws IOException {
    ClientSession session = connect(bastion, user, UserAuthPasswordFactory.INSTANCE);
    session.addPasswordIdentity(token);
    session.setUserInteraction(UserInteraction.NONE);
    return authenticated(session);
  }

  /** Connects and exchanges keys; authenticates nobody yet. */
  public ClientSession connect(Address server, String user, UserAuthFactory... methods)
      throws IOException {
    client.setUserAuthFactories(List.of(methods)); // taken over when a connection begins
    ClientSession session =
        client.connect(user, server.host(), server.port()).verify(LIMIT).getSession();
    session.setUserInteraction(new Answers(""));
    return session;
  }

  private static ClientSession authenticated(ClientSession session) throws IOException {
    session.auth().verify(LIMIT);
    return session;
  }

  /** Somebody who answers every prompt so. */
  public UserInteraction answering(String answer) {
    return new Answers(answer);
  }

  /** Goes on through the bastion, as {@code ssh -J} does: a second connection inside the first. */
  public ClientSession jump(ClientSession outer, String login, String host, int port)
      throws IOException {
    var tunnel =
        outer.createLocalPortForwardingTracker(
            new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress(host, port));
    SshdSocketAddress end = tunnel.getBoundAddress();
    ClientSession inner =
        connect(new Address("127.0.0.1", end.getPort()), login, UserAuthPasswordFactory.INSTANCE);
    return authenticated(inner);
  }

  /** Waits until the connection is closed, by whomever. */
  public static void awaitEnd(ClientSession session) {
    var closed = ClientSession.ClientSessionEvent.CLOSED;
    if (!session.waitFor(EnumSet.of(closed), LIMIT).contains(closed)) {
      throw new AssertionError("the connection did not end");
    }
  }

  /** Banners and the words of disconnects, in their order. */
  public List<String> told() {
    return List.copyOf(told);
  }

  public List<String> prompts() {
    return List.copyOf(prompts);
  }

  /** The host keys that were shown, certificates where there were any. */
  public List<PublicKey> hostKeys() {
    return List.copyOf(hostKeys);
  }

  @Override
  public void close() {
    client.stop();
  }

  private final class Goodbyes implements SessionListener {
    @Override
    public void sessionDisconnect(
        Session session, int reason, String words, String language, boolean initiator) {
      if (!initiator) {
        told.add(words);
      }
    }
  }

  private final class Answers implements UserInteraction {
    private final String answer;

    Answers(String answer) {
      this.answer = answer;
    }

    @Override
    public void welcome(ClientSession session, String banner, String language) {
      told.add(banner);
    }

    @Override
    public String[] interactive(
        ClientSession session,
        String name,
        String instruction,
        String language,
        String[] asked,
        boolean[] echo) {
      prompts.addAll(List.of(asked));
      return List.of(asked).stream().map(_ -> answer).toArray(String[]::new);
    }

    @Override
    public String getUpdatedPassword(ClientSession session, String prompt, String language) {
      return "";
    }
  }
}
