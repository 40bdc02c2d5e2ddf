package io.sallyport.verifier;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
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
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("deadlines").factory());

  VerifierServer(VerifierSocket socket, Verifier verifier) {
    this(socket, verifier, PATIENCE);
  }

  VerifierServer(VerifierSocket socket, Verifier verifier, Duration patience) {
    this.socket = socket;
    this.verifier = verifier;
    this.patience = patience;
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
      answer(connection);
    } catch (IOException e) {
      log.warn("A question could not be answered: {}", e.toString());
    } catch (RuntimeException e) {
      log.error("A question could not be answered", e);
    } finally {
      deadline.cancel(false);
      free.release();
    }
  }

  private void answer(SocketChannel connection) throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
    try {
      Question question = new RequestReader(in).read();
      Optional<String> line =
          verifier.authorizedKeysLine(
              question.login(), question.keyType(), question.keyBase64(), question.connection());
      send(connection, line.isPresent() ? "200 OK" : "403 Forbidden", line.orElse(""));
    } catch (BadRequestException e) {
      log.warn("Not a question: {}", e.getMessage());
      send(connection, "400 Bad Request", "");
    }
  }

  private static void send(SocketChannel connection, String status, String line)
      throws IOException {
    String body = line.isEmpty() ? "" : line + "\n";
    String answer =
        "HTTP/1.1 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, body.length(), body);
    ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII));
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
