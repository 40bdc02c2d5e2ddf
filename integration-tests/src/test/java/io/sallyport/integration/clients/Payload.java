package io.sallyport.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** A file of random bytes to be moved, and the SHA-256 by which it is known again. */
record Payload(Path file, String sha256) {

  static Payload random(Path file, int bytes) {
    byte[] content = new byte[bytes];
    new SplittableRandom(file.hashCode()).nextBytes(content);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Payload(file, sha256(file));
  }

  /** Asserts that all of it has arrived there, and nothing else. */
  void arrivedAt(Path copy) {
    assertThat(copy).isRegularFile();
    assertThat(sha256(copy)).as("SHA-256 of " + copy).isEqualTo(sha256);
  }

  static String sha256(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
