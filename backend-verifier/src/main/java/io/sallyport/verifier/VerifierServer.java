package io.sallyport.verifier;

import io.sallyport.verifier.VerifierSocket.Audience;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answering of questions on a {@link VerifierSocket}: one virtual thread and one question per
 * connection. A connection that is not through in time is closed, and sshd hears nothing, which it
 * takes for a no.
 */
final class VerifierServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VerifierServer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** Connections at a time; each may hold a question of 132 KiB. */
  private static final int MAX_CONNECTIONS = 64;

  private final VerifierSocket socket;
  private final Verifier verifier;
  private final Duration patience;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
  private final ScheduledThreadPoolExecutor deadlines =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("deadlines").factory());

  VerifierServer(VerifierSocket socket, Verifier verifier) {
    this(socket, verifier, PATIENCE);
  }

  VerifierServer(VerifierSocket socket, Verifier verifier, Duration patience) {
    this.socket = socket;
    this.verifier = verifier;
    this.patience = patience;
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /** Answers until {@link #close}. */
  void serve() throws IOException {
    try {
      while (true) {
        SocketChannel connection = socket.channel().accept();
        if (free.tryAcquire()) {
          Thread.ofVirtual().name("question").start(() -> serve(connection));
        } else {
          log.warn("More than {} questions at a time; one is not answered", MAX_CONNECTIONS);
          connection.close();
        }
      }
    } catch (ClosedChannelException _) {
      // close() was called
    }
  }

  private void serve(SocketChannel connection) {
    Future<?> deadline =
        deadlines.schedule(() -> close(connection), patience.toMillis(), TimeUnit.MILLISECONDS);
    try (connection) {
      answer(connection, deadline);
    } catch (IOException e) {
      log.warn("A question could not be answered: {}", e.toString());
    } catch (RuntimeException e) {
      log.error("A question could not be answered", e);
    } finally {
      deadline.cancel(false);
      free.release();
    }
  }

  private void answer(SocketChannel connection, Future<?> deadline) throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
    try {
      Request request = new RequestReader(in).read();
      requireFitting(request, Peer.of(connection));
      if (request instanceof Request.Refresh) {
        // It asks portals, and each has its own time.
        deadline.cancel(false);
      }
      send(connection, reply(request));
    } catch (BadRequestException e) {
      log.warn("Not a question: {}", e.getMessage());
      send(connection, Reply.BAD_REQUEST);
    } catch (InterruptedException e) {
      throw new IOException("interrupted while it was answered", e);
    }
  }

  private void requireFitting(Request request, Peer peer) throws BadRequestException {
    boolean fits =
        switch (request) {
          case Request.Question _ -> socket.audience() == Audience.SSHD;
          case Request.Bearer bearer ->
              socket.audience() == Audience.USERS && peer.isCalled(bearer.login());
          case Request.Refresh _, Request.Status _ ->
              socket.audience() == Audience.SSHD && peer.isInCharge();
        };
    if (!fits) {
      throw new BadRequestException(peer + " may not ask this here");
    }
  }

  private Reply reply(Request request) throws InterruptedException {
    return switch (request) {
      case Request.Question question -> Reply.to(verifier.answer(question));
      case Request.Bearer bearer -> Reply.to(verifier.answer(bearer));
      case Request.Refresh _ -> Reply.to(verifier.refresh());
      case Request.Status _ -> Reply.of(verifier.keysConfirmedAt());
    };
  }

  private static void send(SocketChannel connection, Reply reply) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(reply.http());
    while (bytes.hasRemaining()) {
      connection.write(bytes);
    }
  }

  private static void close(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      log.warn("A connection that took too long could not be closed: {}", e.toString());
    }
  }

  /** Takes no more questions; those under way are answered while the process lives. */
  @Override
  public void close() throws IOException {
    socket.close();
    deadlines.shutdown();
  }
}
