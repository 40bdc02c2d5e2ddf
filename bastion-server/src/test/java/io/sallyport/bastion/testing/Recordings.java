package io.sallyport.bastion.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Recordings on disk, which a thread of their own finishes. */
public final class Recordings {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private Recordings() {}

  /** Waits until the recording in this folder has its last line. */
  public static void awaitEnd(Path own) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!Files.readString(own.resolve("hop.jsonl")).contains("\"hop-end\"")) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the recording did not end");
      }
      Thread.onSpinWait();
    }
  }

  /** The only recording below a folder, when it has ended. */
  public static Path theOnlyOne(Path folder) throws IOException {
    try (var recordings = Files.list(folder)) {
      Path own = recordings.findFirst().orElseThrow();
      awaitEnd(own);
      return own;
    }
  }
}
