package io.sallyport.bastion.audit;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/**
 * The id of one session, from the client's connection to its end: 26 hex digits, of which the first
 * twelve are the time in milliseconds, so that ids sort by their beginning.
 *
 * <p>The same id stands in the audit, in the claim {@code sid} of every bastion token, in the
 * recordings and in the backend's log.
 */
public record SessionId(@JsonValue String text) {

  private static final int TIME_DIGITS = 12;
  private static final int RANDOM_BYTES = 7;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The id with this text. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SessionId {}

  /** A new id that nobody else has and nobody can guess. */
  public static SessionId fresh(InstantSource clock) {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    String time = HexFormat.of().toHexDigits(clock.millis(), TIME_DIGITS);
    return new SessionId(time + HexFormat.of().formatHex(random));
  }

  @Override
  public String toString() {
    return text;
  }
}
