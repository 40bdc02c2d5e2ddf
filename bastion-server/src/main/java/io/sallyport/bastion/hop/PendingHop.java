package io.sallyport.bastion.hop;

import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.vouching.HopCredential;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.session.ClientSession;

/**
 * A connection to a backend on its way: TCP and key exchange go on while the client's own handshake
 * does, before anybody is let in.
 */
public final class PendingHop {

  private static final Duration AUTH_TIMEOUT = Duration.ofSeconds(20);

  private final Future<Knock> connecting;
  private final AtomicBoolean taken = new AtomicBoolean();

  PendingHop(Future<Knock> connecting) {
    this.connecting = connecting;
  }

  /**
   * Shows the credential to the backend; waits for its answer.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public HopOutcome authenticate(Grant grant, HopCredential credential)
      throws InterruptedException {
    taken.set(true);
    Knock knock;
    try {
      knock = connecting.get();
    } catch (ExecutionException | CancellationException e) {
      return new HopOutcome.Unreachable(grant.target() + " cannot be reached: " + message(e));
    }
    ClientSession connection = knock.connection();
    try {
      connection.setUsername(grant.login());
      connection.addPublicKeyIdentity(credential.certified());
      connection.auth().verify(AUTH_TIMEOUT);
      return new HopOutcome.Open(new Hop(grant, connection));
    } catch (IOException e) {
      var _ = connection.close(true);
      return failure(grant, knock, e);
    }
  }

  private static HopOutcome failure(Grant grant, Knock knock, IOException cause) {
    if (knock.hostKey().refusal().isPresent()) {
      return new HopOutcome.WrongHost(knock.hostKey().refusal().get());
    }
    if (knock.connection().getServerKey() == null) {
      return new HopOutcome.Unreachable(
          grant.target() + " did not complete the SSH key exchange: " + message(cause));
    }
    return new HopOutcome.NotLetIn(
        grant.target() + " did not let " + grant.login() + " in: " + message(cause));
  }

  /**
   * Nobody will go through any more: the connection is dropped as soon as it is there, unless
   * somebody has begun to authenticate on it.
   */
  public void abandon() {
    if (taken.getAndSet(true)) {
      return;
    }
    Thread.ofVirtual()
        .name("abandon-hop")
        .start(() -> {
          try {
            var _ = connecting.get().connection().close(true);
          } catch (ExecutionException | CancellationException _) {
            // There is no connection to drop.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static String message(Exception e) {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
