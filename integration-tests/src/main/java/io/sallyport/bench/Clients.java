package io.sallyport.bench;

import io.sallyport.lab.LabException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs of client programs: bounded in time, and their failures told. */
final class Clients {
  private static final long LIMIT_MINUTES = 5;

  private Clients() {}

  /** Starts a client that is ended when it takes minutes: whoever reads from it then goes on. */
  static Process start(ProcessBuilder client) {
    Process started = startUnbounded(client);
    var _ =
        started
            .onExit()
            .orTimeout(LIMIT_MINUTES, TimeUnit.MINUTES)
            .exceptionally(_ -> {
              started.destroy();
              return started;
            });
    return started;
  }

  static Process startUnbounded(ProcessBuilder client) {
    try {
      return client.start();
    } catch (IOException e) {
      throw new LabException("could not run " + client.command().getFirst(), e);
    }
  }

  /** The exit status. */
  static int await(Process client) {
    try {
      return client.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while waiting for a client", e);
    }
  }

  /** Runs {@code ssh -J … true} and tells how many milliseconds that took. */
  static double login(TestBed bed, Route route) {
    Run run = timed(bed.ssh(route, Offer.OUT_OF_THE_BOX, List.of(), "true"));
    if (run.status() != 0) {
      throw bed.failed("a login", route, "exit status " + run.status());
    }
    return run.milliseconds();
  }

  /** Has the verifier asked once, and tells how many milliseconds that took. */
  static double question(TestBed bed) {
    Run run = timed(bed.question());
    if (run.status() != 0) {
      throw new LabException("the verifier could not be asked");
    }
    return run.milliseconds();
  }

  private record Run(int status, double milliseconds) {}

  private static Run timed(ProcessBuilder program) {
    long started = System.nanoTime();
    int status = await(start(program.redirectInput(Path.of("/dev/null").toFile())));
    return new Run(status, (System.nanoTime() - started) / 1e6);
  }
}
