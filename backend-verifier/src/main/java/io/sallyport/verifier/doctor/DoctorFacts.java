package io.sallyport.verifier.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration of the verifier says, and the verifier itself.
 *
 * @param config the file
 * @param audit its decisions
 * @param bastionAddresses from which bastions come, also in CIDR form
 * @param maxStale for how long each issuer's keys are believed
 * @param verifier the one that runs
 */
public record DoctorFacts(
    Path config,
    Path audit,
    List<String> bastionAddresses,
    Map<String, Duration> maxStale,
    Running verifier) {

  /** A verifier that can be asked. */
  @FunctionalInterface
  public interface Running {
    /**
     * When each issuer's keys were last confirmed; absent where there are none.
     *
     * @throws IOException with why it does not answer, and what to do
     */
    Map<String, Optional<Instant>> keysConfirmedAt() throws IOException;
  }

  /** The reading of a configuration. */
  @FunctionalInterface
  public interface Reader {

    /**
     * The facts of a configuration file.
     *
     * @throws IllegalArgumentException with a report of all problems
     */
    DoctorFacts read(Path config);
  }
}
