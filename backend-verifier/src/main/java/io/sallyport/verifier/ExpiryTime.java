package io.sallyport.verifier;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How a line says until when it counts: the option {@code expiry-time} of sshd(8). */
public enum ExpiryTime {
  /** In UTC, which OpenSSH understands from 9.1 on. */
  UTC,
  /** In this machine's time zone, as older ones want it. */
  LOCAL,
  /** Not at all. */
  NONE;

  /** In whole seconds; to sshd, the line has expired in the second after this one. */
  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

  /** The option's value. */
  Optional<String> of(Instant time) {
    return switch (this) {
      case UTC -> Optional.of(SECONDS.withZone(ZoneOffset.UTC).format(time) + "Z");
      case LOCAL -> Optional.of(SECONDS.withZone(ZoneId.systemDefault()).format(time));
      case NONE -> Optional.empty();
    };
  }
}
