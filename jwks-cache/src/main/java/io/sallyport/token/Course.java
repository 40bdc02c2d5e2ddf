package io.sallyport.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One way through the checks, for a verdict or for an explanation; and how far it has come. */
abstract sealed class Course {
  private Optional<BastionToken> signed = Optional.empty();

  /** Something that must hold. */
  interface Requirement {
    /** Throws if it does not. */
    void require() throws RefusalException;
  }

  /** Something that must be there. */
  interface Source<T> {
    /** Throws if it is not. */
    T get() throws RefusalException;
  }

  /** Makes a check; throws if it is of no use to go on. */
  abstract void check(Check check, Requirement requirement) throws RefusalException;

  /** Takes what all further checks are about; throws if it is not there. */
  abstract <T> T take(Check check, Source<T> source) throws RefusalException;

  /** Takes note of a token whose signature is right. */
  BastionToken signed(BastionToken token) {
    signed = Optional.of(token);
    return token;
  }

  Optional<BastionToken> signed() {
    return signed;
  }

  /** Ends with the first requirement that does not hold. */
  static final class ToVerdict extends Course {
    @Override
    void check(Check check, Requirement requirement) throws RefusalException {
      requirement.require();
    }

    @Override
    <T> T take(Check check, Source<T> source) throws RefusalException {
      return source.get();
    }
  }

  /** Goes on, and remembers. */
  static final class ToExplanation extends Course {
    private final Map<Check, Explanation.Outcome> outcomes = new LinkedHashMap<>();

    @Override
    void check(Check check, Requirement requirement) {
      try {
        requirement.require();
        outcomes.put(check, new Explanation.Held());
      } catch (RefusalException e) {
        outcomes.put(check, new Explanation.Failed(e.reason(), e.detail()));
      }
    }

    @Override
    <T> T take(Check check, Source<T> source) throws RefusalException {
      try {
        T value = source.get();
        outcomes.put(check, new Explanation.Held());
        return value;
      } catch (RefusalException e) {
        outcomes.put(check, new Explanation.Failed(e.reason(), e.detail()));
        throw e;
      }
    }

    Explanation explanation() {
      return new Explanation(signed(), outcomes);
    }
  }
}
