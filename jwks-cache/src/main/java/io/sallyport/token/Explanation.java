package io.sallyport.token;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that a {@link TokenVerifier} has to say for or against a token, where its verdict ends
 * with the first thing against it.
 *
 * @param signed what the token says when its signature was right; else empty
 * @param outcomes of the checks that could be made, in their order
 */
public record Explanation(Optional<BastionToken> signed, Map<Check, Outcome> outcomes) {
  /** Copies the outcomes. */
  public Explanation {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }

  /** What became of a check. */
  public sealed interface Outcome {}

  /** The requirement holds. */
  public record Held() implements Outcome {}

  /** The requirement does not hold; by itself that is enough for a refusal. */
  public record Failed(Reason reason, String detail) implements Outcome {}

  /** The checks that could not be made: nobody vouches for what they are about, or it is absent. */
  public List<Check> notMade() {
    return Stream.of(Check.values()).filter(check -> !outcomes.containsKey(check)).toList();
  }

  /** Why the token is refused, in the order of the checks; empty: it is not. */
  public List<Reason> reasons() {
    return outcomes.values().stream()
        .flatMap(
            outcome -> outcome instanceof Failed(var reason, _) ? Stream.of(reason) : Stream.of())
        .toList();
  }
}
