package io.sallyport.embeddedportal.faults;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that is wrong by as much as it is told. */
final class OffsetClock extends Clock {
  private final Clock right;
  private volatile Duration offset = Duration.ZERO;

  OffsetClock(Clock right) {
    this.right = right;
  }

  void offset(Duration newOffset) {
    offset = newOffset;
  }

  @Override
  public Instant instant() {
    return right.instant().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return right.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
