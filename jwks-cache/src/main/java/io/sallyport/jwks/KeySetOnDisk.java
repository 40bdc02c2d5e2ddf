package io.sallyport.jwks;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** An issuer's keys as its file had them at one time, for somebody who only looks. */
public final class KeySetOnDisk implements KeySource {
  private final CachedKeys keys;

  private KeySetOnDisk(CachedKeys keys) {
    this.keys = keys;
  }

  /**
   * Reads the file.
   *
   * @throws IOException with what is wrong with it and what to do
   */
  public static KeySetOnDisk read(JwksSettings settings, WatchedClock clock) throws IOException {
    try {
      FetchedKeys found =
          new KeySetFile(settings.file(), Optional.empty()).look().agedBy(clock.now());
      return new KeySetOnDisk(
          found.isUsableAt(clock.now(), settings.maxStale())
              ? new CachedKeys.Usable(found.keys())
              : new CachedKeys.Stale(found.fetchedAt()));
    } catch (NoSuchFileException _) {
      return new KeySetOnDisk(new CachedKeys.Missing());
    }
  }

  @Override
  public CachedKeys current() {
    return keys;
  }

  @Override
  public void refreshSoon() {
    // Nobody asks a portal here.
  }

  @Override
  public void refreshSoonFor(String unknownKeyId) {
    // Nobody asks a portal here.
  }
}
