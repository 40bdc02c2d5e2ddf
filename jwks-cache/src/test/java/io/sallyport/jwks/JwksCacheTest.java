package io.sallyport.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwksCacheTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Duration MAX_STALE = Duration.ofDays(7);
  private static final TestJwk OLD = TestJwk.ed25519("old");
  private static final TestJwk NEW = TestJwk.ec("new", 256);

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(NOW);
  private TestPortal portal;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    portal = new TestPortal();
    file = folder.resolve("jwks.json");
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  @DisplayName("N30 a key that the portal has removed stops working at the next refresh")
  void refresh_exchangesTheWholeSet_soThatARemovedKeyStopsWorking()
      throws IOException, InterruptedException {
    try (JwksCache cache = cache()) {
      assertThat(cache.current()).isInstanceOf(CachedKeys.Missing.class);

      portal.has(OLD);
      refresh(cache);
      assertThat(ids(cache)).containsExactly("old");

      portal.has(NEW);
      refresh(cache);
      assertThat(ids(cache)).containsExactly("new");
    }
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource({
    "404, application/json, '{}'",
    "500, application/json, '{\"keys\":[]}'",
    "200, text/html, '<html>Sign in</html>'",
    "200, application/jsonp, '{\"keys\":[]}'",
    "200, application/json, '<html>Sign in</html>'",
    "200, application/json, ''",
    "200, application/json, '{\"keys\":['",
    "200, application/json, '{\"keys\":[]}'",
    "200, application/json, '{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k\",\"k\":\"AAAA\"}]}'",
  })
  void answerThatIsNoKeySet_leavesTheOldKeys(int status, String contentType, String body)
      throws IOException, InterruptedException {
    try (JwksCache cache = cacheWithOldKeys()) {
      String onDisk = Files.readString(file);
      portal.answers(status, contentType, body);

      refresh(cache);

      assertThat(ids(cache)).containsExactly("old");
      assertThat(Files.readString(file)).isEqualTo(onDisk);
    }
  }

  @Test
  void goodKeysUnderAPageForPeople_areNotTaken() throws IOException, InterruptedException {
    try (JwksCache cache = cacheWithOldKeys()) {
      portal.answers(200, "text/html", TestKeySets.json(List.of(NEW.json())));
      refresh(cache);

      assertThat(ids(cache)).containsExactly("old");
    }
  }

  @Test
  void mediaTypeOfKeySets_isTakenInAnyCase() throws IOException, InterruptedException {
    try (JwksCache cache = cache()) {
      portal.answers(200, "Application/JWK-Set+JSON", TestKeySets.json(List.of(NEW.json())));
      refresh(cache);

      assertThat(ids(cache)).containsExactly("new");
    }
  }

  @Test
  @DisplayName("N24 a redirect is not followed, wherever it leads")
  void redirect_isNotFollowed() throws IOException, InterruptedException {
    try (JwksCache cache = cacheWithOldKeys();
        TestPortal other = new TestPortal()) {
      other.has(NEW);
      portal.answers(exchange -> {
        exchange.getResponseHeaders().set("Location", other.url().toString());
        TestPortal.send(exchange, 302, "text/html", "");
      });

      refresh(cache);

      assertThat(ids(cache)).containsExactly("old");
      assertThat(other.questions()).isZero();
    }
  }

  @Test
  @DisplayName("N24 an answer of 256 KiB is read, one byte more is not")
  void answerBeyond256KiB_isNotRead() throws IOException, InterruptedException {
    String json = TestKeySets.json(List.of(NEW.json()));
    try (JwksCache cache = cacheWithOldKeys()) {
      portal.answers(200, "application/json", json + " ".repeat(256 * 1024 + 1 - json.length()));
      refresh(cache);
      assertThat(ids(cache)).containsExactly("old");

      portal.answers(200, "application/json", json + " ".repeat(256 * 1024 - json.length()));
      refresh(cache);
      assertThat(ids(cache)).containsExactly("new");
    }
  }

  @Test
  @DisplayName("N24 a portal that sends headers and then nothing is given up, readers never wait")
  void portalThatHangs_isGivenUp() throws IOException, InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    try (JwksCache cache = cacheWithOldKeys()) {
      portal.answers(exchange -> {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        over.await();
      });

      refresh(cache);

      assertThat(ids(cache)).containsExactly("old");
    } finally {
      over.countDown();
    }
  }

  @Test
  @DisplayName("N30 keys work offline until max_stale, and not a second longer")
  void keysThatNobodyConfirms_workUntilMaxStale() throws IOException, InterruptedException {
    try (JwksCache cache = cacheWithOldKeys()) {
      portal.close();

      clock.advance(MAX_STALE);
      refresh(cache);
      assertThat(ids(cache)).containsExactly("old");

      clock.advance(Duration.ofSeconds(1));
      assertThat(cache.current()).isEqualTo(new CachedKeys.Stale(NOW));
    }
  }

  @Test
  void keysOnDisk_areThereAtTheNextStartWithoutNetwork_andAreNotYoungerForIt()
      throws IOException, InterruptedException {
    cacheWithOldKeys().close();
    portal.close();
    clock.advance(MAX_STALE);

    try (JwksCache next = cache()) {
      assertThat(ids(next)).containsExactly("old");
      clock.advance(Duration.ofSeconds(1));
      assertThat(next.current()).isEqualTo(new CachedKeys.Stale(NOW));
    }
  }

  @Test
  void fileOnDisk_isAKeySetWithTheTimeAndWithoutAnythingSecret()
      throws IOException, InterruptedException {
    portal.has(OLD, NEW.with("d", "A".repeat(43)));
    try (JwksCache cache = cache()) {
      refresh(cache);
    }

    assertThat(Files.readString(file))
        .startsWith("{\"fetched_at\":\"2026-11-22T10:00:00Z\",\"keys\":[{")
        .contains("\"kid\":\"old\"")
        .doesNotContain("\"d\"", "new")
        .endsWith("\n");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void folderThatCannotBeWritten_losesNoKeys() throws IOException, InterruptedException {
    file = folder.resolve("missing").resolve("jwks.json");
    portal.has(NEW);
    try (JwksCache cache = cache()) {
      refresh(cache);

      assertThat(ids(cache)).containsExactly("new");
    }
  }

  @Test
  void fileOfAnOperator_isReadAnewAtEachRefresh_andIsAsOldAsItsLastChange()
      throws IOException, InterruptedException {
    writeFile(OLD);
    try (JwksCache cache = new JwksCache(settings(Optional.empty()), clock.watched(), () -> 0)) {
      assertThat(ids(cache)).containsExactly("old");

      writeFile(NEW);
      refresh(cache);
      assertThat(ids(cache)).containsExactly("new");

      Files.setLastModifiedTime(file, FileTime.from(NOW.minus(MAX_STALE).minusSeconds(1)));
      refresh(cache);
      assertThat(cache.current())
          .isEqualTo(new CachedKeys.Stale(NOW.minus(MAX_STALE).minusSeconds(1)));
    }
  }

  @ParameterizedTest(name = "N30 {0}")
  @ValueSource(strings = {"", "{\"keys\":[", "{\"fetched_at\":\"soon\",\"keys\":[KEY]}", "\u0000"})
  void fileThatIsDamaged_isNotUsed_andTheNextAnswerReplacesIt(String content)
      throws IOException, InterruptedException {
    Files.writeString(file, content.replace("KEY", OLD.json()));
    try (JwksCache cache = cache()) {
      assertThat(cache.current()).isInstanceOf(CachedKeys.Missing.class);

      portal.has(NEW);
      refresh(cache);
    }
    try (JwksCache next = cache()) {
      assertThat(ids(next)).containsExactly("new");
    }
  }

  @ParameterizedTest(name = "N30 mode {0}")
  @ValueSource(strings = {"rw-rw-r--", "rw-r--rw-"})
  void fileThatOthersCanWrite_isNotUsed(String mode) throws IOException, InterruptedException {
    writeFile(OLD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThat(cache().current()).isInstanceOf(CachedKeys.Missing.class);
    assertThatThrownBy(() -> JwksCache.checkFile(file)).hasMessageContaining("chmod go-w " + file);
  }

  @Test
  void fileThatOthersCanRead_isUsed() throws IOException, InterruptedException {
    writeFile(OLD);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(ids(cache())).containsExactly("old");
  }

  @Test
  @DisplayName("N30 a symbolic link is not followed, and the next answer replaces it")
  void symbolicLink_isNotFollowed() throws IOException, InterruptedException {
    writeFile(OLD);
    Path real = Files.move(file, folder.resolve("real.json"));
    Files.createSymbolicLink(file, real);
    String before = Files.readString(real);
    portal.has(NEW);

    try (JwksCache cache = cache()) {
      assertThat(cache.current()).isInstanceOf(CachedKeys.Missing.class);
      refresh(cache);
    }

    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(Files.readString(real)).isEqualTo(before);
  }

  @Test
  @DisplayName("N30 many unknown keys cost the portal one question per interval")
  void manyWishes_areOneRefreshPerInterval() throws IOException, InterruptedException {
    portal.has(OLD);
    try (JwksCache cache = JwksCache.start(settings(Optional.of(portal.url())), clock.watched())) {
      assertThat(portal.isAsked()).isTrue(); // at the start
      clock.advance(Duration.ofSeconds(29));
      cache.refreshSoon();
      clock.advance(Duration.ofSeconds(1));
      for (int i = 0; i < 1000; i++) {
        cache.refreshSoon();
      }
      assertThat(portal.isAsked()).isTrue();
      clock.advance(Duration.ofSeconds(29));
      cache.refreshSoon();
      clock.advance(Duration.ofSeconds(1));
      cache.refreshSoon();
      assertThat(portal.isAsked()).isTrue();
    }
    assertThat(portal.questions()).isZero();
  }

  @Test
  void interval_bringsTheNextRefreshUnasked() throws IOException, InterruptedException {
    portal.has(OLD);
    JwksSettings often =
        new JwksSettings(
            Optional.of(portal.url()),
            file,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            MAX_STALE,
            Duration.ofSeconds(10));
    try (JwksCache cache = JwksCache.start(often, clock.watched())) {
      for (int i = 0; i < 3; i++) {
        assertThat(portal.isAsked()).isTrue();
      }
      assertThat(ids(cache)).containsExactly("old");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://portal.example.com/oauth2/jwks",
        "http://127.0.0.1.example.com/jwks",
        "http://10.0.0.1/jwks",
        "ftp://portal.example.com/jwks",
        "https:///jwks",
        "https://user:password@portal.example.com/jwks",
        "https://portal.example.com/jwks#keys",
        "jwks.json",
        "file:/etc/passwd",
      })
  void addressWhoseKeysCannotBeTrusted_isRefused(String url) {
    assertThatThrownBy(() -> settings(Optional.of(URI.create(url))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://portal.example.com/oauth2/jwks",
        "http://127.0.0.1:18080/oauth2/jwks",
        "http://[::1]:18080/oauth2/jwks",
        "http://localhost/oauth2/jwks",
      })
  void httpsAndLoopback_areAllowed(String url) {
    assertThat(settings(Optional.of(URI.create(url))).url()).isPresent();
  }

  private JwksCache cache() {
    return new JwksCache(settings(Optional.of(portal.url())), clock.watched(), () -> 0);
  }

  private JwksCache cacheWithOldKeys() throws InterruptedException {
    portal.has(OLD);
    JwksCache cache = cache();
    refresh(cache);
    return cache;
  }

  private JwksSettings settings(Optional<URI> url) {
    return new JwksSettings(
        url, file, Duration.ofHours(1), Duration.ofSeconds(30), MAX_STALE, Duration.ofMillis(500));
  }

  private void writeFile(TestJwk key) throws IOException {
    Files.writeString(file, TestKeySets.json(List.of(key.json())));
    Files.setLastModifiedTime(file, FileTime.from(NOW));
  }

  private static void refresh(JwksCache cache) throws InterruptedException {
    var _ = cache.inTurn(false);
  }

  private static Iterable<String> ids(JwksCache cache) {
    return ((CachedKeys.Usable) cache.current()).keys().ids();
  }
}
