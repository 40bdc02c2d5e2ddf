package io.sallyport.jwks;

import io.sallyport.jwks.KeySetFetcher.Answer;
import io.sallyport.jwks.RefreshOutcome.Current;
import io.sallyport.jwks.RefreshOutcome.Failed;
import io.sallyport.jwks.WatchedClock.Moment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copy of an issuer's key set, in memory and on disk. One thread at a time may refresh it; any
 * may look at {@link #latest}. A refresh that fails, for whatever reason, leaves the old keys where
 * they are.
 */
final class KeySetCopy implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(KeySetCopy.class);

  private final Optional<URI> url;
  private final KeySetFile file;
  private final Optional<KeySetFetcher> fetcher;
  private final WatchedClock clock;
  private volatile Optional<FetchedKeys> latest = Optional.empty();

  /** A portal whose last answer was none may be asked in a way that it does not understand. */
  private boolean lastFailed;

  KeySetCopy(JwksSettings settings, WatchedClock clock, Supplier<KeySetTransport> transports) {
    this.url = settings.url();
    this.file = new KeySetFile(settings.file(), settings.url());
    this.fetcher =
        settings
            .url()
            .map(address -> new KeySetFetcher(address, settings.timeout(), transports.get()));
    this.clock = clock;
  }

  Optional<FetchedKeys> latest() {
    return latest;
  }

  /**
   * Looks at the source once.
   *
   * @param wholly whether it shall send its keys even if it says that they are the same
   */
  RefreshOutcome refresh(boolean wholly) throws InterruptedException {
    Moment begin = clock.now();
    latest = latest.map(known -> known.agedBy(begin));
    RefreshOutcome outcome =
        fetcher.isPresent() ? fetch(fetcher.get(), wholly || lastFailed) : load();
    lastFailed = outcome instanceof Failed;
    return outcome;
  }

  private RefreshOutcome fetch(KeySetFetcher portal, boolean wholly) throws InterruptedException {
    Optional<ETag> known = wholly ? Optional.empty() : latest.flatMap(FetchedKeys::etag);
    Answer answer;
    try {
      answer = portal.fetch(known);
    } catch (IOException | RuntimeException e) {
      return putThereInstead(failed("Fetching the keys from " + url.orElseThrow(), e.getMessage()));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    FetchedKeys confirmed =
        switch (answer) {
          case Answer.Keys(var keys, var etag) -> new FetchedKeys(keys, now, etag);
          case Answer.Unchanged() -> new FetchedKeys(latest.orElseThrow().keys(), now, known);
        };
    Current current = use(confirmed);
    keepOnDisk(confirmed);
    return current;
  }

  /** Somebody may have put a file there because the source cannot be reached. */
  private RefreshOutcome putThereInstead(Failed failed) {
    if (latest.isEmpty()) {
      return load() instanceof Current fromDisk ? fromDisk : failed;
    }
    try {
      FetchedKeys found = file.read();
      return found.fetchedAt().isAfter(latest.get().fetchedAt()) ? use(found) : failed;
    } catch (NoSuchFileException _) {
      return failed;
    } catch (IOException | RuntimeException e) {
      log.warn("Reading the key set {}: {}", file.path(), e.getMessage());
      return failed;
    }
  }

  /** Takes the keys from disk. */
  RefreshOutcome load() {
    String doing = "Reading the key set " + file.path();
    try {
      FetchedKeys found = file.read();
      return use(latest.map(found::notYoungerThan).orElse(found));
    } catch (NoSuchFileException _) {
      return failed(doing, "there is none yet");
    } catch (IOException | RuntimeException e) {
      return failed(doing, e.getMessage());
    }
  }

  private void keepOnDisk(FetchedKeys fetched) {
    try {
      file.write(fetched);
    } catch (IOException | RuntimeException e) {
      log.warn(
          "The keys could not be kept in {} for the next start: {}", file.path(), e.toString());
    }
  }

  private Current use(FetchedKeys found) {
    KeySet keys = found.keys();
    Current current =
        latest
            .map(known ->
                new Current(keys.ids(), keys.idsUnlike(known.keys()), known.keys().idsNotIn(keys)))
            .orElseGet(() -> new Current(keys.ids(), keys.ids(), Set.of()));
    if (!current.added().isEmpty() || !current.removed().isEmpty()) {
      log.info("Keys {}, as of {}", current.inWords(), found.fetchedAt());
      keys.unusable().forEach(log::warn);
    }
    latest = Optional.of(found.agedBy(clock.now()));
    return current;
  }

  private Failed failed(String doing, @Nullable String problem) {
    String kept =
        latest.map(known -> "the keys of " + known.fetchedAt() + " stay").orElse("still no keys");
    Failed failed = new Failed(doing + ": " + problem, kept);
    log.warn(failed.inWords());
    return failed;
  }

  /** Ends a question that is under way. */
  @Override
  public void close() {
    fetcher.ifPresent(KeySetFetcher::close);
  }
}
