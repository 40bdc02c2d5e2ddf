package io.sallyport.verifier.setup;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code verifier.yaml} says that matters to sshd.
 *
 * @param socket on which the verifier answers sshd's command
 * @param audit the verifier's decisions
 * @param bastionAddresses from which bastions come, also in CIDR form
 * @param hopCas the public keys of their hop CAs, as lines of {@code authorized_keys}
 */
public record BackendFacts(
    Path socket, Path audit, List<String> bastionAddresses, List<String> hopCas) {

  /** The reading of a configuration. */
  @FunctionalInterface
  public interface Reader {

    /**
     * The facts of a configuration file.
     *
     * @throws IllegalArgumentException with a report of all problems
     */
    BackendFacts read(Path config);
  }
}
