package io.sallyport.bench;

import io.sallyport.lab.LabException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs of client programs that need no attention. */
final class Clients {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private Clients() {}

  /** Waits for the end; one that takes minutes counts as hung and is ended. */
  static int await(Process client) {
    try {
      if (client.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        return client.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.descendants().forEach(ProcessHandle::destroy);
    client.destroy();
    throw new LabException("a client did not come to an end within " + LIMIT);
  }

  /** Runs {@code ssh -J … true} and tells how many milliseconds that took. */
  static double login(TestBed bed, Route route) {
    ProcessBuilder ssh =
        bed.ssh(route, Offer.OUT_OF_THE_BOX, List.of(), "true")
            .redirectInput(Path.of("/dev/null").toFile());
    long started = System.nanoTime();
    try {
      int status = await(ssh.start());
      double took = (System.nanoTime() - started) / 1e6;
      if (status != 0) {
        throw new LabException(
            "a login through the %s failed:\n%s".formatted(route.title(), bed.complaintsText()));
      }
      return took;
    } catch (IOException e) {
      throw new LabException("could not run ssh", e);
    }
  }
}
