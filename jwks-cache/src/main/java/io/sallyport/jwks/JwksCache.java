package io.sallyport.jwks;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer, kept current in the background.
 *
 * <p>One virtual thread refreshes: at once, then at every interval, and when a key was missed. It
 * alone touches network and disk and replaces {@link #fetched}; all other threads read that field
 * and never wait. A refresh that fails, for whatever reason, leaves the old keys where they are.
 */
public final class JwksCache implements KeySource, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JwksCache.class);

  private final JwksSettings settings;
  private final KeySetFile file;
  private final Optional<KeySetFetcher> fetcher;
  private final InstantSource clock;
  private final Thread refresher;

  /** Wishes for a refresh; one is as good as many. */
  private final BlockingQueue<Instant> wishes = new ArrayBlockingQueue<>(1);

  private final AtomicReference<Instant> lastRefresh = new AtomicReference<>(Instant.EPOCH);
  private volatile Optional<FetchedKeys> fetched = Optional.empty();

  JwksCache(JwksSettings settings, InstantSource clock) {
    this.settings = settings;
    this.file = new KeySetFile(settings.file());
    this.fetcher = settings.url().map(url -> new KeySetFetcher(url, settings.timeout()));
    this.clock = clock;
    this.refresher = Thread.ofVirtual().name("jwks-refresh").unstarted(this::keepCurrent);
    load();
  }

  /** Takes the keys from disk, if they are there, and starts to keep them current. */
  public static JwksCache start(JwksSettings settings, InstantSource clock) {
    JwksCache cache = new JwksCache(settings, clock);
    cache.refresher.start();
    return cache;
  }

  /**
   * Says whether a key set can be read from a file.
   *
   * @throws IOException with what is wrong and what to do
   */
  public static void checkFile(Path file) throws IOException {
    var _ = new KeySetFile(file).read();
  }

  @Override
  public CachedKeys current() {
    Instant now = clock.instant();
    return fetched
        .<CachedKeys>map(known ->
            known.isUsableAt(now, settings.maxStale())
                ? new CachedKeys.Usable(known.keys())
                : new CachedKeys.Stale(known.fetchedAt()))
        .orElseGet(CachedKeys.Missing::new);
  }

  @Override
  public void refreshSoon() {
    Instant now = clock.instant();
    Instant last = lastRefresh.get();
    Duration since = Duration.between(last, now);
    // A negative time means that the clock was set back; waiting for it could take for ever.
    boolean due = since.isNegative() || since.compareTo(settings.minimumInterval()) >= 0;
    if (due && lastRefresh.compareAndSet(last, now)) {
      var _ = wishes.offer(now);
    }
  }

  /** Ends the refreshing; the keys stay readable. */
  @Override
  public void close() {
    refresher.interrupt();
    fetcher.ifPresent(KeySetFetcher::close);
  }

  private void keepCurrent() {
    try {
      while (true) {
        refresh();
        Duration pause = fetched.isPresent() ? settings.refresh() : settings.minimumInterval();
        var _ = wishes.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      // close() was called
    }
  }

  /** One refresh, by the thread that calls. */
  void refresh() throws InterruptedException {
    lastRefresh.set(clock.instant());
    if (fetcher.isPresent()) {
      fetch(fetcher.get());
    } else {
      load();
    }
  }

  private void fetch(KeySetFetcher portal) throws InterruptedException {
    FetchedKeys answer;
    try {
      answer = new FetchedKeys(portal.fetch(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
    } catch (IOException | RuntimeException e) {
      keep("Fetching the keys from " + settings.url().orElseThrow(), e.getMessage());
      return;
    }
    use(answer);
    try {
      file.write(answer);
    } catch (IOException | RuntimeException e) {
      log.warn(
          "The keys could not be kept in {} for the next start: {}", file.path(), e.toString());
    }
  }

  private void load() {
    try {
      use(file.read());
    } catch (NoSuchFileException _) {
      keep("Reading the key set " + file.path(), "there is none yet");
    } catch (IOException | RuntimeException e) {
      keep("Reading the key set " + file.path(), e.getMessage());
    }
  }

  private void use(FetchedKeys found) {
    if (!fetched.map(known -> known.keys().ids()).equals(Optional.of(found.keys().ids()))) {
      log.info("Using the keys {} of {}", found.keys().ids(), found.fetchedAt());
      found.keys().unusable().forEach(log::warn);
    }
    fetched = Optional.of(found);
  }

  private void keep(String doing, @Nullable String problem) {
    String kept =
        fetched.map(known -> "the keys of " + known.fetchedAt() + " stay").orElse("still no keys");
    log.warn("{}: {}; {}", doing, problem, kept);
  }
}
