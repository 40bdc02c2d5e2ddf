package io.sallyport.serviceaccounts;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A date of the file, which means its first instant in UTC, or an instant with its offset. */
final class Moment {
  private Moment() {}

  static Instant parse(String text) {
    try {
      return text.contains("T")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "`" + text + "` is not a date; write 2026-12-01 (0:00 UTC) or 2026-12-01T08:00:00Z", e);
    }
  }
}
