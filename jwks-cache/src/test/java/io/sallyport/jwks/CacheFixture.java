package io.sallyport.jwks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A portal, a clock and a file for caches with a refresh of an hour and a minimum of 30 s. */
final class CacheFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final Duration REFRESH = Duration.ofHours(1);
  static final Duration MINIMUM = Duration.ofSeconds(30);
  static final Duration MAX_STALE = Duration.ofDays(7);
  static final TestJwk OLD = TestJwk.ed25519("old");
  static final TestJwk NEW = TestJwk.ec("new", 256);

  final SettableClock clock = new SettableClock(NOW);
  final TestPortal portal;
  final Path file;

  CacheFixture(Path folder) throws IOException {
    portal = new TestPortal();
    file = folder.resolve("jwks.json");
  }

  /** A cache whose background refresh is not started. */
  JwksCache cache() {
    return new JwksCache(settings(Optional.of(portal.url())), clock.watched(), () -> 0);
  }

  JwksCache cacheOfFile() {
    return new JwksCache(settings(Optional.empty()), clock.watched(), () -> 0);
  }

  JwksSettings settings(Optional<URI> url) {
    return new JwksSettings(url, file, REFRESH, MINIMUM, MAX_STALE, Duration.ofMillis(500));
  }

  /** As an operator puts it there. */
  void writeFile(TestJwk... keys) throws IOException {
    String json = TestKeySets.json(List.of(keys).stream().map(TestJwk::json).toList());
    Files.writeString(file, json);
    Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
  }

  static JwksCache.Turn refresh(JwksCache cache) throws InterruptedException {
    return cache.inTurn(false);
  }

  static Set<String> ids(JwksCache cache) {
    return ((CachedKeys.Usable) cache.current()).keys().ids();
  }

  @Override
  public void close() {
    portal.close();
  }
}
