package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The operator's side of the verifier's socket.
 *
 * @param patience after which a verifier that says nothing is taken for none
 */
record VerifierClient(Path socket, Duration patience) {
  /** A refresh asks every portal, one after the other. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  VerifierClient(Path socket) {
    this(socket, PATIENCE);
  }

  private static final Pattern ANSWER =
      Pattern.compile("HTTP/1\\.1 ([0-9]{3} [^\r]*)\r\n(?:[^\r]+\r\n)*\r\n(.*)", Pattern.DOTALL);

  /**
   * Has the verifier look at all issuers' keys, and waits for what comes of it.
   *
   * @throws IOException with why it did not answer, and what to do
   */
  Reply refresh() throws IOException {
    return post("/refresh");
  }

  /**
   * Asks when each issuer's keys were last confirmed; absent where there are none.
   *
   * @throws IOException with why it did not answer, and what to do
   */
  Map<String, Optional<Instant>> keysConfirmedAt() throws IOException {
    return post("/status")
        .text()
        .lines()
        .map(line -> line.split(" ", 2))
        .collect(
            Collectors.toMap(
                words -> words[0],
                words ->
                    words[1].equals("never")
                        ? Optional.empty()
                        : Optional.of(Instant.parse(words[1]))));
  }

  private Reply post(String path) throws IOException {
    byte[] answer =
        ask(("POST " + path + " HTTP/1.1\r\nContent-Length: 0\r\n\r\n").getBytes(US_ASCII));
    Matcher matcher = ANSWER.matcher(new String(answer, UTF_8));
    if (!matcher.matches() || matcher.group(1).equals(Reply.BAD_REQUEST.status())) {
      throw new IOException(
          "the verifier at "
              + socket
              + " does not take this from here; ask as root, or as its user");
    }
    return new Reply(matcher.group(1), matcher.group(2));
  }

  private byte[] ask(byte[] request) throws IOException {
    try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX);
        var deadline = new Deadline(connection, patience)) {
      connection.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer bytes = ByteBuffer.wrap(request);
      while (bytes.hasRemaining()) {
        connection.write(bytes);
      }
      byte[] answer = Channels.newInputStream(connection).readAllBytes();
      deadline.requireKept();
      return answer;
    } catch (IOException e) {
      throw new IOException(
          "no verifier answers at %s (%s); see `systemctl status sallyport-verifier`"
              .formatted(socket, e.getMessage()),
          e);
    }
  }

  /** The end of a connection that takes too long, whatever it waits for. */
  private static final class Deadline implements AutoCloseable {
    private final Thread thread;
    private volatile boolean passed;

    Deadline(SocketChannel connection, Duration patience) {
      thread =
          Thread.ofPlatform().daemon().name("deadline").start(() -> watch(connection, patience));
    }

    private void watch(SocketChannel connection, Duration patience) {
      try (connection) {
        Thread.sleep(patience);
        passed = true;
      } catch (InterruptedException _) {
        // It was in time.
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void requireKept() throws IOException {
      if (passed) {
        throw new IOException("it does not answer in time");
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
