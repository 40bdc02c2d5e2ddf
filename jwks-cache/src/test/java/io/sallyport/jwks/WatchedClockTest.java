package io.sallyport.jwks;

import static io.sallyport.jwks.CacheFixture.MAX_STALE;
import static io.sallyport.jwks.CacheFixture.NOW;
import static io.sallyport.jwks.CacheFixture.OLD;
import static io.sallyport.jwks.CacheFixture.ids;
import static io.sallyport.jwks.CacheFixture.refresh;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedClockTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Nested
  class Notice {
    private final SettableClock wall = new SettableClock(NOW);
    private final WatchedClock clock = wall.watched();
    private final LogLines lines = LogLines.of(WatchedClock.class);

    @AfterEach
    void stop() {
      lines.close();
    }

    @Test
    @DisplayName("N30 a clock that is set back is noticed once, in words that say what to do")
    void a_step_back_is_noticed_once() {
      wall.advance(Duration.ofHours(1));
      wall.set(Duration.ofHours(-2));

      for (int i = 0; i < 3; i++) {
        assertThat(clock.instant()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        wall.advance(SECOND);
        wall.set(SECOND.negated());
      }

      assertThat(lines.all())
          .singleElement()
          .asString()
          .contains("set back by 7200 s, to 2026-11-22T09:00:00Z", "keys", "tokens", "timedatectl");
    }

    @Test
    void steps_up_to_5_s_are_noticed_when_they_are_more_together() {
      wall.set(Duration.ofSeconds(-5));
      var _ = clock.instant();
      assertThat(lines.all()).isEmpty();

      wall.set(Duration.ofMillis(-1));
      var _ = clock.instant();
      assertThat(lines.all()).hasSize(1);
    }

    @Test
    void a_step_back_after_one_forward_is_noticed() {
      wall.set(Duration.ofDays(365));
      var _ = clock.instant();
      wall.set(Duration.ofDays(-365));
      var _ = clock.instant();

      assertThat(lines.all()).hasSize(1);
    }

    @Test
    void two_steps_back_are_noticed_twice_and_time_that_passes_never() {
      wall.advance(Duration.ofDays(10_000));
      var _ = clock.instant();
      assertThat(lines.all()).isEmpty();

      wall.set(Duration.ofMinutes(-1));
      var _ = clock.instant();
      wall.set(Duration.ofMinutes(-1));
      var _ = clock.instant();
      assertThat(lines.all()).hasSize(2);
    }
  }

  @Nested
  class AgeOfKeys {
    @TempDir Path folder;
    private CacheFixture fixture;

    @BeforeEach
    void start() throws IOException {
      fixture = new CacheFixture(folder);
    }

    @AfterEach
    void stop() {
      fixture.close();
    }

    @Test
    @DisplayName("N30 setting the clock back does not make fetched keys younger")
    void fetched_keys_become_stale_although_the_clock_was_set_back()
        throws IOException, InterruptedException {
      fixture.portal.has(OLD);
      try (JwksCache cache = fixture.cache()) {
        refresh(cache);
        fixture.portal.close();
        fixture.clock.advance(MAX_STALE.minus(SECOND));
        fixture.clock.set(MAX_STALE.negated());

        refresh(cache);
        fixture.clock.advance(SECOND);
        assertThat(ids(cache)).containsExactly("old");
        fixture.clock.advance(SECOND);
        assertThat(cache.current()).isInstanceOf(CachedKeys.Stale.class);
      }
    }

    @Test
    @DisplayName("N30 nor keys from disk, which keep the age that they had at the start")
    void keys_from_disk_become_stale_although_the_clock_was_set_back()
        throws IOException, InterruptedException {
      fixture.writeFile(OLD);
      fixture.clock.advance(MAX_STALE.minus(SECOND));
      try (JwksCache cache = fixture.cacheOfFile()) {
        fixture.clock.set(MAX_STALE.negated());

        refresh(cache); // reads the same file again
        fixture.clock.advance(SECOND);
        assertThat(ids(cache)).containsExactly("old");
        fixture.clock.advance(SECOND);
        assertThat(cache.current()).isInstanceOf(CachedKeys.Stale.class);
      }
    }

    @Test
    void keys_become_stale_by_a_clock_that_was_set_forward()
        throws IOException, InterruptedException {
      fixture.portal.has(OLD);
      try (JwksCache cache = fixture.cache()) {
        refresh(cache);
        fixture.clock.set(MAX_STALE.plus(SECOND));

        assertThat(cache.current()).isInstanceOf(CachedKeys.Stale.class);
      }
    }

    @Test
    @DisplayName(
        "N30 a clock that was wrong at the start says nothing about the age of keys on disk")
    void keys_from_the_future_are_refused_until_the_clock_has_come_right()
        throws IOException, InterruptedException {
      fixture.writeFile(OLD);
      fixture.clock.set(Duration.ofMinutes(-5).minus(SECOND));
      try (JwksCache cache = fixture.cacheOfFile()) {
        assertThat(cache.current()).isInstanceOf(CachedKeys.Stale.class);

        fixture.clock.set(SECOND);
        assertThat(ids(cache)).containsExactly("old");

        // From the next look on, a step back does not help any more.
        fixture.clock.set(Duration.ofMinutes(5));
        refresh(cache);
        fixture.clock.advance(MAX_STALE);
        fixture.clock.set(MAX_STALE.negated());
        assertThat(ids(cache)).containsExactly("old");
        fixture.clock.advance(SECOND);
        assertThat(cache.current()).isInstanceOf(CachedKeys.Stale.class);
      }
    }
  }
}
