package io.sallyport.bastion.hop;

import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Introduction;
import io.sallyport.bastion.policy.Link;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.Warrant;
import io.sallyport.bastion.vouching.Credentials;
import io.sallyport.bastion.vouching.HopCredential;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a backend on its way: TCP and key exchange go on while the client's own handshake
 * does, before anybody is let in.
 */
public final class PendingHop {

  private static final Duration AUTH_TIMEOUT = Duration.ofSeconds(20);

  private final Future<Knock> connecting;
  private final HopConnector connector;
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile boolean abandoned;

  PendingHop(Future<Knock> connecting, HopConnector connector) {
    this.connecting = connecting;
    this.connector = connector;
  }

  /**
   * Shows its credential to each backend on the way and to the target, the connection to each of
   * them inside the one before; waits for their answers.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public HopOutcome authenticate(Grant grant, Credentials credentials) throws InterruptedException {
    return switch (reach(credentials)) {
      case Attempt.LetIn(var connection) -> new HopOutcome.Open(new Hop(grant, connection));
      case Attempt.Failed(var why) -> why;
    };
  }

  /**
   * Announces somebody in the same way; waits until they are known there, and ends the connection.
   *
   * @return why they are not; empty when they are
   * @throws InterruptedException if the thread is interrupted
   */
  public Optional<HopOutcome.Failed> introduce(Credentials credentials)
      throws InterruptedException {
    return switch (reach(credentials)) {
      case Attempt.LetIn(var connection) ->
          new Errand(connection)
              .failure()
              .map(why -> new HopOutcome.NotLetIn(credentials.target().warrant() + ": " + why));
      case Attempt.Failed(var why) -> Optional.of(why);
    };
  }

  private Attempt reach(Credentials credentials) throws InterruptedException {
    taken.set(true);
    ClientSession reached = null;
    for (HopCredential credential : credentials.inOrder()) {
      switch (letIn(reached, credential)) {
        case Attempt.LetIn(var connection) -> reached = connection;
        case Attempt.Failed(var why) -> {
          return new Attempt.Failed(outcome(credential.warrant(), why));
        }
      }
    }
    return new Attempt.LetIn(Objects.requireNonNull(reached));
  }

  /** What a connection comes to. */
  private sealed interface Attempt {
    record LetIn(ClientSession connection) implements Attempt {}

    record Failed(HopOutcome.Failed why) implements Attempt {}
  }

  private static HopOutcome.Failed outcome(Warrant warrant, HopOutcome.Failed why) {
    return switch (warrant) {
      case Grant _, Introduction _ -> why;
      case Link _ -> new HopOutcome.NoWay(why.reason());
    };
  }

  private Attempt letIn(@Nullable ClientSession before, HopCredential credential)
      throws InterruptedException {
    Warrant warrant = credential.warrant();
    Knock knock;
    try {
      knock = before == null ? connecting.get() : beyond(before, warrant.target());
    } catch (ExecutionException | CancellationException | IOException e) {
      return new Attempt.Failed(
          new HopOutcome.Unreachable(warrant.target() + " cannot be reached: " + message(e)));
    }
    ClientSession connection = knock.connection();
    try {
      connection.setUsername(warrant.login());
      connection.addPublicKeyIdentity(credential.certified());
      connection.auth().verify(AUTH_TIMEOUT);
      return new Attempt.LetIn(connection);
    } catch (IOException e) {
      var _ = connection.close(true);
      return new Attempt.Failed(failure(warrant, knock, e));
    }
  }

  private Knock beyond(ClientSession before, Target target) throws IOException {
    if (abandoned) {
      Hop.end(before);
      throw new IOException("nobody waits for it any more");
    }
    return connector.connect(target, before);
  }

  private static HopOutcome.Failed failure(Warrant warrant, Knock knock, IOException cause) {
    if (knock.hostKey().refusal().isPresent()) {
      return new HopOutcome.WrongHost(knock.hostKey().refusal().get());
    }
    if (knock.connection().getServerKey() == null) {
      return new HopOutcome.Unreachable(
          warrant.target() + " did not complete the SSH key exchange: " + message(cause));
    }
    return new HopOutcome.NotLetIn(
        warrant.target() + " did not let " + warrant.login() + " in: " + message(cause));
  }

  /**
   * Nobody will go through any more: the connection is dropped as soon as it is there, unless
   * somebody has begun to authenticate on it, who then goes no further.
   */
  public void abandon() {
    abandoned = true;
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
