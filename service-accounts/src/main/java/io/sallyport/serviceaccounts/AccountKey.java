package io.sallyport.serviceaccounts;

import java.time.Instant;
import java.util.Optional;

/**
 * A key of a service account, and when it is good.
 *
 * @param fingerprint as {@link KeyFingerprints} spells it
 * @param notBefore the first instant at which it is good; absent: always was
 * @param expires the first instant at which it is not good any more; absent: never
 */
public record AccountKey(
    String fingerprint, Optional<Instant> notBefore, Optional<Instant> expires) {

  /** Whether nothing but MD5 tells this key from others. */
  public boolean isMd5() {
    return fingerprint.startsWith(WrittenFingerprint.MD5);
  }

  Optional<String> objection(Instant now) {
    if (notBefore.filter(now::isBefore).isPresent()) {
      return Optional.of("its key is not good before " + notBefore.get());
    }
    return expires.filter(end -> !now.isBefore(end)).map(end -> "its key has expired at " + end);
  }
}
