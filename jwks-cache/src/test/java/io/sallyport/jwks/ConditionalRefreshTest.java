package io.sallyport.jwks;

import static io.sallyport.jwks.CacheFixture.MAX_STALE;
import static io.sallyport.jwks.CacheFixture.NEW;
import static io.sallyport.jwks.CacheFixture.NOW;
import static io.sallyport.jwks.CacheFixture.OLD;
import static io.sallyport.jwks.CacheFixture.ids;
import static io.sallyport.jwks.CacheFixture.refresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.jwks.RefreshOutcome.Current;
import io.sallyport.jwks.RefreshOutcome.Failed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionalRefreshTest {
  private static final String ASKED = "If-None-Match";

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
  void a_set_that_has_not_changed_is_confirmed_without_being_sent()
      throws IOException, InterruptedException {
    portal.has("\"1\"", OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
      assertThat(portal.asked(ASKED)).isEmpty();
      fixture.clock.advance(MAX_STALE.plusSeconds(1));
      assertThat(cache.current()).isEqualTo(new CachedKeys.Stale(NOW));

      assertThat(refresh(cache).outcome()).isInstanceOf(Current.class);

      assertThat(portal.asked(ASKED)).contains("\"1\"");
      assertThat(ids(cache)).containsExactly("old");
      assertThat(Files.readString(fixture.file))
          .contains("\"fetched_at\":\"" + NOW.plus(MAX_STALE).plusSeconds(1) + "\"");
    }
  }

  @Test
  void a_set_that_has_changed_comes_with_its_new_etag() throws IOException, InterruptedException {
    portal.has("\"1\"", OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
      portal.has("W/\"2\"", NEW);
      refresh(cache);
      assertThat(ids(cache)).containsExactly("new");
      refresh(cache);
      assertThat(portal.asked(ASKED)).contains("W/\"2\"");
    }
  }

  @Test
  void the_etag_is_kept_over_a_restart() throws IOException, InterruptedException {
    portal.has("\"1\"", OLD, NEW, TestJwk.rsa("rsa", 2048));
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
    }
    fixture.clock.advance(Duration.ofHours(2));
    try (JwksCache next = fixture.cache()) {
      refresh(next);
      assertThat(portal.asked(ASKED)).contains("\"1\"");
      assertThat(ids(next)).containsExactlyInAnyOrder("old", "new", "rsa");
    }
  }

  @Test
  void an_etag_does_not_speak_for_keys_that_somebody_has_put_in_place_of_its_own()
      throws IOException, InterruptedException {
    portal.has("\"1\"", OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
    }
    String json = Files.readString(fixture.file);
    String keys = "\"keys\":";
    Files.writeString(fixture.file, json.split(keys, 2)[0] + keys + "[" + NEW.json() + "]}");

    try (JwksCache next = fixture.cache()) {
      assertThat(ids(next)).containsExactly("new");
      refresh(next);

      assertThat(portal.asked(ASKED)).isEmpty();
      assertThat(ids(next)).containsExactly("old");
    }
  }

  @Test
  void an_etag_of_another_address_is_not_asked_about() throws IOException, InterruptedException {
    portal.has("\"1\"", OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
    }
    URI other = URI.create(portal.url() + "2");
    JwksSettings settings = fixture.settings(Optional.of(other));
    try (JwksCache next = new JwksCache(settings, fixture.clock.watched(), () -> 0)) {
      refresh(next);
    }
    assertThat(portal.asked(ASKED)).isEmpty();
  }

  @Test
  void a_file_that_has_only_some_of_the_keys_is_not_confirmed_after_a_restart()
      throws IOException, InterruptedException {
    portal.has("\"1\"", OLD, TestJwk.ec("unusable", 521));
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
      refresh(cache);
      assertThat(portal.asked(ASKED)).contains("\"1\"");
    }
    try (JwksCache next = fixture.cache()) {
      refresh(next);
    }
    assertThat(portal.asked(ASKED)).isEmpty();
  }

  @Test
  void not_modified_without_a_condition_is_an_error() throws IOException, InterruptedException {
    portal.answers(exchange -> exchange.sendResponseHeaders(304, -1));
    try (JwksCache cache = fixture.cache()) {
      assertThat(refresh(cache).outcome())
          .isInstanceOfSatisfying(
              Failed.class,
              failed -> assertThat(failed.inWords()).contains("304", "without being asked"));
      assertThat(cache.current()).isInstanceOf(CachedKeys.Missing.class);
    }
  }

  @Test
  void not_modified_about_another_etag_is_an_error_and_the_next_question_has_no_condition()
      throws IOException, InterruptedException {
    portal.has("\"1\"", OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
      portal.answers(exchange -> {
        exchange.getResponseHeaders().set("ETag", "\"2\"");
        exchange.sendResponseHeaders(304, -1);
      });
      fixture.clock.advance(MAX_STALE.plusSeconds(1));
      assertThat(refresh(cache).outcome()).isInstanceOf(Failed.class);
      assertThat(cache.current()).isInstanceOf(CachedKeys.Stale.class);

      refresh(cache);
      assertThat(portal.asked(ASKED)).isEmpty();
    }
  }

  @Test
  void not_modified_about_a_weak_form_of_the_same_etag_is_a_confirmation()
      throws IOException, InterruptedException {
    portal.has("\"1\"", OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
      portal.answers(exchange -> {
        exchange.getResponseHeaders().set("ETag", "W/\"1\"");
        exchange.sendResponseHeaders(304, -1);
      });
      assertThat(refresh(cache).outcome()).isInstanceOf(Current.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"1", "\"a b\"", "'1'", "w/\"1\"", "\"1\", \"2\""})
  void what_has_not_the_form_of_an_etag_is_not_repeated_to_the_portal(String value)
      throws IOException, InterruptedException {
    portal.has(value, OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
      refresh(cache);
      assertThat(portal.asked(ASKED)).isEmpty();
      assertThat(ids(cache)).containsExactly("old");
    }
  }

  @Test
  void caches_on_the_way_are_told_to_ask_the_portal() throws IOException, InterruptedException {
    portal.has(OLD);
    try (JwksCache cache = fixture.cache()) {
      refresh(cache);
    }
    assertThat(portal.asked("Cache-Control")).contains("no-cache");
  }
}
