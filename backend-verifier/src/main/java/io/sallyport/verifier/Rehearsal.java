package io.sallyport.verifier;

import io.sallyport.config.Loaded;
import io.sallyport.verifier.VerifierSocket.Audience;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The verifier's whole work on an example: three hops, their tokens signed by a key of each kind.
 * The JVM's AOT cache is made from what it does meanwhile. The example's tokens have expired long
 * ago, and nobody has the keys any more.
 */
final class Rehearsal {
  private static final Instant WHEN_THEY_WERE_GOOD = Instant.parse("2026-11-23T12:00:00Z");
  private static final List<String> FILES = List.of("verifier.yaml", "jwks.json");

  private final Path folder;

  private Rehearsal(Path folder) {
    this.folder = folder;
  }

  /**
   * Performs it once.
   *
   * @throws IOException if it went wrong, with the reason in words
   */
  static void perform() throws IOException {
    Path folder = Files.createTempDirectory("sallyport-rehearsal");
    try {
      new Rehearsal(folder).run();
    } finally {
      removeAll(folder);
    }
  }

  private static void removeAll(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private void run() throws IOException {
    for (String file : FILES) {
      Files.write(folder.resolve(file), example(file));
    }
    VerifierConfig config =
        switch (VerifierConfigFile.read(folder.resolve("verifier.yaml"))) {
          case Loaded.Valid<VerifierConfig>(var good) -> good;
          case Loaded.Invalid<VerifierConfig> bad -> throw new IOException(bad.report());
        };
    try (Verifier verifier = Verifier.start(config, () -> WHEN_THEY_WERE_GOOD);
        VerifierServer server =
            new VerifierServer(VerifierSocket.open(config.socket(), Audience.SSHD), verifier)) {
      Thread.ofVirtual().start(() -> serve(server));
      askAboutAll(config.socket());
    }
  }

  private static void serve(VerifierServer server) {
    try {
      server.serve();
    } catch (IOException _) {
      // Whoever asks will notice.
    }
  }

  private static void askAboutAll(Path socket) throws IOException {
    String lines = new String(example("certificates"), StandardCharsets.US_ASCII);
    for (String certificate : lines.lines().toList()) {
      String answer = ask(socket, "deploy " + certificate + " 1/1\n");
      if (!answer.contains("cert-authority,principals=\"deploy\",restrict")) {
        throw new IOException("the example was not let in");
      }
    }
  }

  private static String ask(Path socket, String question) throws IOException {
    String request =
        "POST /authorized-keys HTTP/1.1\r\nContent-Length: " + question.length() + "\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap((request + question).getBytes(StandardCharsets.US_ASCII)));
      InputStream answer = Channels.newInputStream(channel);
      return new String(answer.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private static byte[] example(String name) throws IOException {
    try (InputStream in = Rehearsal.class.getResourceAsStream("rehearsal/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
