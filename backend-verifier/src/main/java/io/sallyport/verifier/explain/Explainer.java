package io.sallyport.verifier.explain;

import io.sallyport.token.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Somebody who knows all that a verifier would say. */
@FunctionalInterface
public interface Explainer {

  /**
   * Explains what was shown.
   *
   * @param config of the verifier
   * @param at the time that is taken for the present
   * @throws IllegalArgumentException with a report of all problems of the configuration
   * @throws IOException if a file that the verifier goes by cannot be read
   */
  Answer explain(Path config, Shown shown, String login, Instant at) throws IOException;

  /**
   * What there is to say.
   *
   * @param explanation of the token
   * @param more that speaks against letting it in
   * @param from the only addresses from which sshd takes it, where the bastion has such
   */
  record Answer(Explanation explanation, List<Explanation.Failed> more, Optional<String> from) {}
}
