package io.sallyport.bastion.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

final class SessionIdTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(0x0123_4567_89abL));

  @Test
  void id_beginsWithTheTime_andHas26HexDigits() {
    assertThat(SessionId.fresh(CLOCK).text()).matches("0123456789ab[0-9a-f]{14}");
  }

  @Test
  void idsOfOneMillisecond_differ() {
    assertThat(SessionId.fresh(CLOCK)).isNotEqualTo(SessionId.fresh(CLOCK));
  }

  @Test
  void laterIds_sortLater() {
    SessionId later = SessionId.fresh(() -> CLOCK.instant().plusMillis(1));

    assertThat(later.text()).isGreaterThan(SessionId.fresh(CLOCK).text());
  }
}
