package io.sallyport.verifier.people;

import io.sallyport.config.Default;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The numbers that accounts or groups made here may have. Each name has one, by a hash, the same on
 * every machine with the same range; there is no second choice.
 *
 * @param min the least
 * @param max the greatest
 */
record IdRange(@Default("10000") int min, @Default("59999") int max) {

  /** Below are the system's own and those of local people. */
  private static final int LEAST = 1000;

  /** From 60001 on are numbers of systemd's and those with a meaning (UIDS-GIDS). */
  private static final int GREATEST = 60000;

  /** Refuses what overlaps numbers that others give out. */
  IdRange {
    if (min < LEAST || max > GREATEST || min >= max) {
      throw new IllegalArgumentException(
          "must be a range within %d to %d: below are the system's own, above systemd's"
              .formatted(LEAST, GREATEST));
    }
  }

  /** The number of a name. */
  int of(String name) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return min + (int) Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), max - min + 1);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
