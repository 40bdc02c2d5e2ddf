package io.sallyport.jwks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The keys of one issuer, kept current in the background.
 *
 * <p>One virtual thread refreshes: at once, then after each pause, and when a key was missed. It
 * alone touches network and disk, but for {@link #refreshNow}, which waits for its turn; all other
 * threads read one field and never wait.
 */
public final class JwksCache implements KeySource, AutoCloseable {
  private final JwksSettings settings;
  private final WatchedClock clock;
  private final KeySetCopy copy;
  private final UnknownKeyIds unknown;
  private final Thread refresher;
  private final ReentrantLock turn = new ReentrantLock();

  /** Guarded by {@link #turn}. */
  private final RefreshPauses pauses;

  /** Wishes for a refresh; one is as good as many. */
  private final BlockingQueue<Duration> wishes = new ArrayBlockingQueue<>(1);

  /** When the last refresh began, by {@link WatchedClock#uptime}. */
  private final AtomicReference<Duration> lastRefresh;

  JwksCache(JwksSettings settings, WatchedClock clock, DoubleSupplier chance) {
    this(settings, clock, HttpTransport::new, chance);
  }

  private JwksCache(
      JwksSettings settings,
      WatchedClock clock,
      Supplier<KeySetTransport> transports,
      DoubleSupplier chance) {
    this.settings = settings;
    this.clock = clock;
    this.copy = new KeySetCopy(settings, clock, transports);
    this.unknown = new UnknownKeyIds(settings.refresh());
    this.pauses = new RefreshPauses(settings.refresh(), settings.minimumInterval(), chance);
    this.lastRefresh = new AtomicReference<>(settings.minimumInterval().negated());
    this.refresher = Thread.ofVirtual().name("jwks-refresh").unstarted(this::keepCurrent);
    var _ = copy.load();
  }

  /** Takes the keys from disk, if they are there, and starts to keep them current. */
  public static JwksCache start(JwksSettings settings, WatchedClock clock) {
    return start(settings, clock, HttpTransport::new);
  }

  /** The same with another way to the source, which is made only when there is an address. */
  public static JwksCache start(
      JwksSettings settings, WatchedClock clock, Supplier<KeySetTransport> transports) {
    JwksCache cache =
        new JwksCache(settings, clock, transports, () -> ThreadLocalRandom.current().nextDouble());
    cache.refresher.start();
    return cache;
  }

  /**
   * Says whether a key set can be read from a file by the user whose process goes by it; root may
   * ask for any.
   *
   * @throws IOException with what is wrong and what to do
   */
  public static void checkFile(Path file) throws IOException {
    var _ = new KeySetFile(file, Optional.empty()).look();
  }

  @Override
  public CachedKeys current() {
    return copy.latest()
        .<CachedKeys>map(known ->
            known.isUsableAt(clock.now(), settings.maxStale())
                ? new CachedKeys.Usable(known.keys())
                : new CachedKeys.Stale(known.fetchedAt()))
        .orElseGet(CachedKeys.Missing::new);
  }

  /** When the keys were last confirmed; absent while there are none. */
  public Optional<Instant> confirmedAt() {
    return copy.latest().map(FetchedKeys::fetchedAt);
  }

  @Override
  public void refreshSoon() {
    Duration now = clock.uptime();
    Duration last = lastRefresh.get();
    boolean due = now.minus(last).compareTo(settings.minimumInterval()) >= 0;
    if (due && lastRefresh.compareAndSet(last, now)) {
      var _ = wishes.offer(now);
    }
  }

  @Override
  public void refreshSoonFor(String unknownKeyId) {
    if (unknown.isWorthAsking(unknownKeyId, clock.uptime())) {
      refreshSoon();
    }
  }

  /**
   * Looks at the source at once, whatever it was asked before, and waits for the outcome: at most
   * for {@link JwksSettings#timeout}, and as long again when another refresh is under way.
   *
   * @throws InterruptedException when the waiting thread is interrupted
   */
  public RefreshOutcome refreshNow() throws InterruptedException {
    return inTurn(true).outcome();
  }

  /** Ends the refreshing; the keys stay readable. */
  @Override
  public void close() {
    refresher.interrupt();
    copy.close();
  }

  private void keepCurrent() {
    try {
      while (true) {
        Duration pause = inTurn(false).pause();
        var _ = wishes.poll(pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      // close() was called
    }
  }

  /** Returns when no refresh is under way. */
  void awaitTurn() throws InterruptedException {
    turn.lockInterruptibly();
    turn.unlock();
  }

  /** A refresh that was made, and the pause that is due after it. */
  record Turn(RefreshOutcome outcome, Duration pause) {}

  /** One refresh, by the thread that calls. */
  Turn inTurn(boolean wholly) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      Duration begin = clock.uptime();
      lastRefresh.set(begin);
      RefreshOutcome outcome = copy.refresh(wholly);
      return switch (outcome) {
        case RefreshOutcome.Current _ -> {
          unknown.answered(begin);
          yield new Turn(outcome, pauses.afterSuccess());
        }
        case RefreshOutcome.Failed _ -> new Turn(outcome, pauses.afterFailure());
      };
    } finally {
      turn.unlock();
    }
  }
}
