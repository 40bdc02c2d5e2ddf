package io.sallyport.jwks;

import java.util.Set;
import java.util.TreeSet;

/** What one look at the source of a key set came to. */
public sealed interface RefreshOutcome {
  /**
   * The source has shown its keys; they are in use from now on.
   *
   * @param keys the ids of all
   * @param added the ids of keys that are new, or another key than before
   * @param removed the ids of keys that are gone, with the tokens that they have signed
   */
  record Current(Set<String> keys, Set<String> added, Set<String> removed)
      implements RefreshOutcome {
    /** Copies the sets. */
    public Current {
      keys = Set.copyOf(keys);
      added = Set.copyOf(added);
      removed = Set.copyOf(removed);
    }

    @Override
    public String inWords() {
      return "current: %s%s%s"
          .formatted(sorted(keys), some("new", added), some("no longer used", removed));
    }

    private static String some(String what, Set<String> ids) {
      return ids.isEmpty() ? "" : "; " + what + ": " + sorted(ids);
    }

    private static String sorted(Set<String> ids) {
      return String.join(", ", new TreeSet<>(ids));
    }
  }

  /**
   * The source has not; what was there before stays, for as long as it is not stale.
   *
   * @param problem what was tried, and what is wrong
   * @param kept what stays, in words
   */
  record Failed(String problem, String kept) implements RefreshOutcome {
    @Override
    public String inWords() {
      return problem + "; " + kept;
    }
  }

  /** The outcome for an operator, in one line. */
  String inWords();
}
