package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The operator's side of the verifier's socket. */
record VerifierClient(Path socket) {
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
    try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer bytes = ByteBuffer.wrap(request);
      while (bytes.hasRemaining()) {
        connection.write(bytes);
      }
      return Channels.newInputStream(connection).readAllBytes();
    } catch (IOException e) {
      throw new IOException(
          "no verifier answers at %s (%s); see `systemctl status sallyport-verifier`"
              .formatted(socket, e.getMessage()),
          e);
    }
  }
}
