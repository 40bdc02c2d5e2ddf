package io.sallyport.bastion.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The real time, and as much later as a test wants. */
public final class ShiftedClock extends Clock {

  private final Clock real = Clock.systemUTC();
  private volatile Duration shift = Duration.ZERO;

  public void advance(Duration step) {
    shift = shift.plus(step);
  }

  @Override
  public Instant instant() {
    return real.instant().plus(shift);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("only UTC");
  }
}
