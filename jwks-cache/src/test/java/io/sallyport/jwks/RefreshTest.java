package io.sallyport.jwks;

import static io.sallyport.jwks.CacheFixture.MINIMUM;
import static io.sallyport.jwks.CacheFixture.NEW;
import static io.sallyport.jwks.CacheFixture.NOW;
import static io.sallyport.jwks.CacheFixture.OLD;
import static io.sallyport.jwks.CacheFixture.REFRESH;
import static io.sallyport.jwks.CacheFixture.ids;
import static io.sallyport.jwks.CacheFixture.refresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.jwks.RefreshOutcome.Current;
import io.sallyport.jwks.RefreshOutcome.Failed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a cache asks its portal, and what it says about it. */
class RefreshTest {
  @TempDir Path folder;
  private CacheFixture fixture;
  private TestPortal portal;

  @BeforeEach
  void start() throws IOException {
    fixture = new CacheFixture(folder);
    portal = fixture.portal;
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void failures_put_off_the_next_refresh_more_and_more_until_one_succeeds()
      throws IOException, InterruptedException {
    try (JwksCache cache = fixture.cache()) {
      assertThat(refresh(cache).pause()).isEqualTo(MINIMUM);
      assertThat(refresh(cache).pause()).isEqualTo(MINIMUM.multipliedBy(2));
      assertThat(refresh(cache).pause()).isEqualTo(MINIMUM.multipliedBy(4));
      portal.has(OLD);
      assertThat(refresh(cache).pause()).isEqualTo(REFRESH.multipliedBy(4).dividedBy(5));
      portal.answers(500, "text/plain", "");
      assertThat(refresh(cache).pause()).isEqualTo(MINIMUM);
    }
  }

  @Test
  @DisplayName(
      "N30 a key id that is unknown after a refresh causes no other, however often it is shown")
  void an_unknown_key_id_is_asked_for_once() throws IOException, InterruptedException {
    portal.has(OLD);
    try (JwksCache cache = started()) {
      fixture.clock.advance(MINIMUM);
      cache.refreshSoonFor("other");
      assertThat(portal.isAsked()).isTrue();
      awaitAnswered(cache);

      for (int i = 0; i < 10; i++) {
        fixture.clock.advance(MINIMUM);
        cache.refreshSoonFor("other");
      }
      assertThat(portal.questions()).isZero();

      cache.refreshSoonFor("yet-another");
      assertThat(portal.isAsked()).isTrue();
    }
  }

  @Test
  @DisplayName("N30 after a refresh that failed an unknown key id is asked for again")
  void an_unknown_key_id_is_asked_for_until_somebody_answers()
      throws IOException, InterruptedException {
    portal.has(OLD);
    try (JwksCache cache = started()) {
      portal.answers(500, "text/plain", "");
      for (int i = 0; i < 3; i++) {
        fixture.clock.advance(MINIMUM);
        cache.refreshSoonFor("new");
        assertThat(portal.isAsked()).isTrue();
        awaitAnswered(cache);
      }
      portal.has(OLD, NEW);
      fixture.clock.advance(MINIMUM);
      cache.refreshSoonFor("new");
      assertThat(portal.isAsked()).isTrue();
      awaitAnswered(cache);
      assertThat(ids(cache)).containsExactlyInAnyOrder("old", "new");
    }
  }

  @Test
  @DisplayName("N30 no portal flood: 100,000 invented key ids in ten minutes are 20 questions")
  void invented_key_ids_cost_one_question_per_interval() throws IOException, InterruptedException {
    portal.has(OLD);
    try (JwksCache cache = started()) {
      int questions = 0;
      for (int second = 1; second <= 600; second++) {
        fixture.clock.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 167; i++) {
          cache.refreshSoonFor("invented-" + second + "-" + i);
        }
        if (second % MINIMUM.toSeconds() == 0) {
          assertThat(portal.isAsked()).isTrue();
          awaitAnswered(cache);
          questions++;
        }
      }
      assertThat(questions).isEqualTo(20);
      assertThat(portal.questions()).isZero();
    }
  }

  @Test
  @DisplayName("N30 a clock set back puts off no refresh, and brings none sooner")
  void the_minimum_interval_is_not_measured_by_the_wall_clock()
      throws IOException, InterruptedException {
    portal.has(OLD);
    try (JwksCache cache = started()) {
      fixture.clock.set(Duration.ofHours(-1));
      cache.refreshSoon();
      fixture.clock.set(Duration.ofHours(2));
      cache.refreshSoon();
      assertThat(portal.questions()).isZero();

      fixture.clock.set(Duration.ofHours(-1));
      fixture.clock.advance(MINIMUM);
      cache.refreshSoon();
      assertThat(portal.isAsked()).isTrue();
    }
  }

  @Test
  void an_operator_need_not_wait_for_the_interval_and_hears_what_has_changed()
      throws IOException, InterruptedException {
    portal.has("\"1\"", OLD, NEW);
    try (JwksCache cache = started()) {
      awaitAnswered(cache);
      TestJwk other = TestJwk.ec("new", 256);
      portal.has("\"1\"", other, TestJwk.ed25519("third")); // a portal whose ETag never changes

      RefreshOutcome outcome = cache.refreshNow();

      assertThat(outcome)
          .isEqualTo(new Current(Set.of("new", "third"), Set.of("new", "third"), Set.of("old")));
      assertThat(outcome.inWords())
          .isEqualTo("current: new, third; new: new, third; no longer used: old");
      assertThat(ids(cache)).containsExactlyInAnyOrder("new", "third");
      assertThat(cache.refreshNow().inWords()).isEqualTo("current: new, third");
    }
  }

  @Test
  void an_operator_hears_why_a_refresh_failed_and_what_stays()
      throws IOException, InterruptedException {
    portal.has(OLD);
    try (JwksCache cache = started()) {
      awaitAnswered(cache);
      portal.answers(500, "text/plain", "");

      RefreshOutcome outcome = cache.refreshNow();

      assertThat(outcome).isInstanceOf(Failed.class);
      assertThat(outcome.inWords())
          .isEqualTo(
              "Fetching the keys from %s: the portal answered with status 500; the keys of %s stay"
                  .formatted(portal.url(), NOW));
    }
  }

  @Test
  void there_is_one_refresh_at_a_time_whoever_wants_one()
      throws InterruptedException, ExecutionException {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore goOn = new Semaphore(0);
    portal.answers(exchange -> {
      most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      goOn.acquire();
      atOnce.decrementAndGet();
      TestPortal.send(exchange, 200, "application/json", TestKeySets.json(List.of(OLD.json())));
    });
    JwksSettings patient = settings(Duration.ofSeconds(30));
    try (JwksCache cache = JwksCache.start(patient, fixture.clock.watched());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RefreshOutcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        outcomes.add(threads.submit((Callable<RefreshOutcome>) cache::refreshNow));
      }
      for (int i = 0; i < 5; i++) {
        assertThat(portal.isAsked()).isTrue();
        assertThat(cache.current()).isNotInstanceOf(CachedKeys.Stale.class); // does not wait
        goOn.release();
      }
      for (Future<RefreshOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isInstanceOf(Current.class);
      }
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void during_a_rotation_both_keys_are_good_and_then_the_new_one()
      throws IOException, InterruptedException {
    try (JwksCache cache = fixture.cache()) {
      portal.has(OLD);
      refresh(cache);
      portal.has(OLD, NEW);
      assertThat(refresh(cache).outcome())
          .isEqualTo(new Current(Set.of("old", "new"), Set.of("new"), Set.of()));
      assertThat(ids(cache)).containsExactlyInAnyOrder("old", "new");
      portal.has(NEW);
      assertThat(refresh(cache).outcome())
          .isEqualTo(new Current(Set.of("new"), Set.of(), Set.of("old")));
      assertThat(ids(cache)).containsExactly("new");
    }
  }

  @Test
  void a_file_that_is_put_there_while_the_portal_cannot_be_reached_is_taken()
      throws IOException, InterruptedException {
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
      assertThat(cache.current()).isInstanceOf(CachedKeys.Missing.class);
      fixture.writeFile(NEW);

      assertThat(cache.refreshNow()).isInstanceOf(Current.class);

      assertThat(ids(cache)).containsExactly("new");
    }
  }

  @Test
  void a_newer_file_that_is_put_there_later_is_taken_while_the_portal_cannot_be_reached()
      throws IOException, InterruptedException {
    portal.has(OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
      portal.close();
      assertThat(cache.refreshNow()).isInstanceOf(Failed.class);
      fixture.clock.advance(CacheFixture.MAX_STALE.plusSeconds(1));
      assertThat(cache.current()).isInstanceOf(CachedKeys.Stale.class);
      fixture.writeFile(NEW);

      assertThat(cache.refreshNow()).isInstanceOf(Current.class);

      assertThat(ids(cache)).containsExactly("new");
    }
  }

  @Test
  void an_answer_that_breaks_off_leaves_the_old_keys() throws IOException, InterruptedException {
    portal.has(OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
      String json = TestKeySets.json(List.of(NEW.json()));
      portal.answers(exchange -> {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, json.length() + 1); // one blank is still to come
        exchange.getResponseBody().write(json.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        throw new IOException("the line is cut");
      });

      assertThat(refresh(cache).outcome()).isInstanceOf(Failed.class);
      assertThat(ids(cache)).containsExactly("old");
    }
  }

  @ParameterizedTest
  @CsvSource({"PT30S, PT31S", "PT30S, PT0S", "PT30S, PT-1S"})
  void a_minimum_that_is_none_is_refused(Duration refresh, Duration minimum) {
    assertThatThrownBy(() ->
            new JwksSettings(Optional.empty(), fixture.file, refresh, minimum, REFRESH, MINIMUM))
        .hasMessageContaining("minimum interval");
  }

  @Test
  void issuers_keep_their_keys_apart() throws IOException, InterruptedException {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (CacheFixture second = new CacheFixture(other);
        JwksCache one = fixture.cache();
        JwksCache two = second.cache()) {
      portal.has(OLD);
      second.portal.has(NEW);
      refresh(one);
      refresh(two);

      assertThat(ids(one)).containsExactly("old");
      assertThat(ids(two)).containsExactly("new");
      second.portal.close();
      refresh(two);
      assertThat(ids(two)).containsExactly("new");
    }
  }

  private JwksCache started() throws InterruptedException {
    JwksCache cache =
        JwksCache.start(fixture.settings(Optional.of(portal.url())), fixture.clock.watched());
    assertThat(portal.isAsked()).isTrue();
    awaitAnswered(cache);
    return cache;
  }

  /** Waits until the refresh under way is over. */
  private static void awaitAnswered(JwksCache cache) throws InterruptedException {
    cache.awaitTurn();
  }

  private JwksSettings settings(Duration timeout) {
    return new JwksSettings(
        Optional.of(portal.url()), fixture.file, REFRESH, MINIMUM, CacheFixture.MAX_STALE, timeout);
  }
}
