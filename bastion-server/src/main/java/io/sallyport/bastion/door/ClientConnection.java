package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.identity.Presence;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;

/**
 * What the outer door knows about one connection: its session's id, and, once the client has
 * authenticated, who it is.
 */
final class ClientConnection {

  private static final AttributeKey<ClientConnection> KEY = new AttributeKey<>();
  private static final AttributeKey<Presence> PRESENCE = new AttributeKey<>();
  private static final AttributeKey<String> METHOD = new AttributeKey<>();

  private final Session session;
  private final SessionId id;
  private final AtomicInteger hops = new AtomicInteger();
  private volatile Optional<String> provedKey = Optional.empty();
  private volatile boolean portalSeemsDown;

  private ClientConnection(Session session, SessionId id) {
    this.session = session;
    this.id = id;
  }

  /** Begins a connection. */
  static void begin(Session session, SessionId id) {
    session.setAttribute(KEY, new ClientConnection(session, id));
  }

  static ClientConnection of(Session session) {
    ClientConnection connection = session.getAttribute(KEY);
    if (connection == null) {
      throw new IllegalStateException("The outer door did not begin this connection");
    }
    return connection;
  }

  SessionId id() {
    return id;
  }

  InetAddress address() {
    return ((InetSocketAddress) session.getIoSession().getRemoteAddress()).getAddress();
  }

  /** The port at which the client met the bastion. */
  int metAtPort() {
    return ((InetSocketAddress) session.getIoSession().getLocalAddress()).getPort();
  }

  int nextHop() {
    return hops.incrementAndGet();
  }

  /** The client has proved that it has this key, which is nobody's yet. */
  void proved(String fingerprint) {
    provedKey = Optional.of(fingerprint);
  }

  /** The fingerprint of the key that is half of a login. */
  Optional<String> provedKey() {
    return provedKey;
  }

  /** What became of the last attempt to ask the portal for this client. */
  void portalSeemsDown(boolean down) {
    portalSeemsDown = down;
  }

  boolean portalSeemsDown() {
    return portalSeemsDown;
  }

  /** Called by an authenticator's caller just before SSH authentication succeeds. */
  void authenticated(Presence presence, String method) {
    session.setAttribute(PRESENCE, presence);
    session.setAttribute(METHOD, method);
  }

  /** By which they have authenticated. */
  String method() {
    return String.valueOf(session.getAttribute(METHOD));
  }

  /** Who is there, as far as is known; only on an authenticated connection. */
  Identity identity() {
    return presence().identity();
  }

  /** Who is there; only on an authenticated connection. */
  Presence presence() {
    Presence presence = session.getAttribute(PRESENCE);
    if (!session.isAuthenticated() || presence == null) {
      throw new IllegalStateException("Nobody has authenticated on this connection");
    }
    return presence;
  }
}
