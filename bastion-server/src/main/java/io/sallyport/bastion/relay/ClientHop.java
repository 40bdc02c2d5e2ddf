package io.sallyport.bastion.relay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;

/**
 * The hop of one connection of a client, which may still be on its way: channels that the client
 * asks for meanwhile wait for it.
 */
public final class ClientHop {

  private static final AttributeKey<ClientHop> KEY = new AttributeKey<>();

  private final CompletableFuture<RelayedHop> hop = new CompletableFuture<>();

  private CompletableFuture<?> turn = hop; // guarded by this
  private volatile boolean noMoreSessions;

  private ClientHop() {}

  /** The hop of this connection; the same one at each call. */
  public static ClientHop of(Session client) {
    return client.computeAttributeIfAbsent(KEY, _ -> new ClientHop());
  }

  /** The hop is up. */
  public void ready(RelayedHop open) {
    hop.complete(open);
  }

  /** There will be none. */
  public void failed() {
    var _ = hop.cancel(false);
  }

  /** The client will ask for no more sessions, and wants nobody else to. */
  void noMoreSessions() {
    noMoreSessions = true;
  }

  boolean allowsSessions() {
    return !noMoreSessions;
  }

  /**
   * Calls one of the two, now or as soon as it is known; in the order in which they were wanted.
   */
  synchronized void whenReady(Consumer<RelayedHop> then, Runnable orElse) {
    turn =
        turn.handle((_, _) -> {
          if (hop.state() == Future.State.SUCCESS) {
            then.accept(hop.resultNow());
          } else {
            orElse.run();
          }
          return true;
        });
  }
}
