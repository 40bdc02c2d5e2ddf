package io.sallyport.serviceaccounts;

import io.sallyport.config.Loaded;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service accounts of a file as it stands now: it is looked at every two seconds, and taken
 * whole when it has changed and is good. Otherwise what was taken before stays.
 *
 * <p>One virtual thread looks; all others read what it has taken, and never wait.
 */
public final class LiveServiceAccounts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LiveServiceAccounts.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);
  private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

  private final Path file;
  private final Function<Path, Loaded<ServiceAccounts>> reader;
  private final InstantSource clock;
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
  private final Thread watcher = Thread.ofVirtual().name("service-accounts").unstarted(this::watch);

  private volatile ServiceAccounts current;

  // Guarded by this.
  private Optional<FileStamp> taken;
  private Optional<FileStamp> seen;
  private Instant warned;

  private LiveServiceAccounts(
      Path file, Function<Path, Loaded<ServiceAccounts>> reader, InstantSource clock)
      throws IOException {
    this.file = file;
    this.reader = reader;
    this.clock = clock;
    this.taken = FileStamp.of(file);
    this.seen = taken;
    this.current =
        switch (reader.apply(file)) {
          case Loaded.Valid<ServiceAccounts>(var accounts) -> accounts;
          case Loaded.Invalid<ServiceAccounts> invalid -> throw new IOException(invalid.report());
        };
    this.warned = warn();
  }

  /** Always the same. */
  private LiveServiceAccounts(ServiceAccounts accounts) {
    file = Path.of("");
    reader = _ -> new Loaded.Valid<>(accounts);
    clock = InstantSource.system();
    taken = Optional.empty();
    seen = taken;
    current = accounts;
    warned = Instant.EPOCH;
  }

  /** Accounts that never change. */
  public static LiveServiceAccounts fixed(ServiceAccounts accounts) {
    return new LiveServiceAccounts(accounts);
  }

  /**
   * Reads a file, and starts to look after it.
   *
   * @param reader what reads it
   * @throws IOException if it is not good now, with all its problems
   */
  public static LiveServiceAccounts watch(
      Path file, Function<Path, Loaded<ServiceAccounts>> reader, InstantSource clock)
      throws IOException {
    LiveServiceAccounts live = unwatched(file, reader, clock);
    live.watcher.start();
    return live;
  }

  /** The same, looked after by nobody but who calls {@link #look}. */
  public static LiveServiceAccounts unwatched(
      Path file, Function<Path, Loaded<ServiceAccounts>> reader, InstantSource clock)
      throws IOException {
    return new LiveServiceAccounts(file, reader, clock);
  }

  /** What was taken last. */
  public ServiceAccounts current() {
    return current;
  }

  /**
   * Calls somebody whenever other accounts were taken, on a thread that must not be kept waiting.
   *
   * @return ends that
   */
  public Runnable whenChanged(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        look();
      }
    } catch (InterruptedException _) {
      // close() was called
    }
  }

  /** A file that is just being written is taken when nobody has touched it between two looks. */
  public synchronized void look() {
    try {
      Optional<FileStamp> now = FileStamp.of(file);
      if (!now.equals(taken) && now.equals(seen)) {
        taken = now;
        read();
      }
      seen = now;
      if (!clock.instant().isBefore(warned.plus(BETWEEN_WARNINGS))) {
        warned = warn();
      }
    } catch (RuntimeException e) {
      log.error("{} could not be looked at", file, e);
    }
  }

  private void read() {
    switch (reader.apply(file)) {
      case Loaded.Valid<ServiceAccounts>(var accounts) -> take(accounts);
      case Loaded.Invalid<ServiceAccounts> invalid ->
          log.error(
              "The changed service accounts are not good, so the earlier ones stay:\n{}",
              invalid.report());
    }
  }

  private void take(ServiceAccounts accounts) {
    current = accounts;
    log.info("Took the {} service accounts of {}", accounts.all().size(), file);
    warned = warn();
    listeners.forEach(Runnable::run);
  }

  private Instant warn() {
    Instant now = clock.instant();
    current.warnings(now).forEach(log::warn);
    return now;
  }

  /** Ends the looking; what was taken stays. */
  @Override
  public void close() {
    watcher.interrupt();
  }
}
