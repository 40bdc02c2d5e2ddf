package io.sallyport.serviceaccounts;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A fingerprint with the words that may follow it: {@code not_before=} and {@code expires=}. */
final class WrittenKey {
  private static final String NOT_BEFORE = "not_before";
  private static final String EXPIRES = "expires";

  private WrittenKey() {}

  /**
   * Reads a fingerprint, with words or without.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  static AccountKey parse(String text) {
    String[] words = text.split("\\s+(?=[a-z_]+=)", -1);
    Map<String, Instant> times = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      read(words[i], times);
    }
    AccountKey key =
        new AccountKey(
            WrittenFingerprint.parse(words[0]),
            Optional.ofNullable(times.get(NOT_BEFORE)),
            Optional.ofNullable(times.get(EXPIRES)));
    requireSomeTime(key);
    return key;
  }

  private static void read(String word, Map<String, Instant> times) {
    String name = word.substring(0, word.indexOf('='));
    if (!name.equals(NOT_BEFORE) && !name.equals(EXPIRES)) {
      throw new IllegalArgumentException(
          "`" + name + "=` is not known behind a fingerprint; known are not_before= and expires=");
    }
    if (times.put(name, Moment.parse(word.substring(name.length() + 1))) != null) {
      throw new IllegalArgumentException("`" + name + "=` stands here twice; keep one of them");
    }
  }

  private static void requireSomeTime(AccountKey key) {
    if (key.notBefore().isPresent()
        && key.expires().filter(end -> !key.notBefore().get().isBefore(end)).isPresent()) {
      throw new IllegalArgumentException("is never good: expires= is not after not_before=");
    }
  }
}
