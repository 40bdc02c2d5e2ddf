package io.sallyport.jwks;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where one issuer's keys come from, and how long they hold.
 *
 * @param url the portal's key set; absent means that somebody else keeps {@code file} current
 * @param file the copy on disk, which is enough to start without network
 * @param refresh longest time between two refreshes; a part of it is left to chance
 * @param minimumInterval least time between two refreshes, but for {@link JwksCache#refreshNow};
 *     not longer than {@code refresh}
 * @param maxStale age beyond which keys that nobody confirmed are refused
 * @param timeout time that one answer of the portal may take, to its last byte
 */
public record JwksSettings(
    Optional<URI> url,
    Path file,
    Duration refresh,
    Duration minimumInterval,
    Duration maxStale,
    Duration timeout) {

  /** Refuses a URL that {@link #requireSafe} refuses, and intervals that contradict each other. */
  public JwksSettings {
    if (!minimumInterval.isPositive() || minimumInterval.compareTo(refresh) > 0) {
      throw new IllegalArgumentException(
          "the minimum interval of "
              + minimumInterval
              + " is not above 0 and at most the refresh of "
              + refresh);
    }
    url.ifPresent(JwksSettings::requireSafe);
  }

  /**
   * Says whether keys from this address can be trusted: https, or http within this machine.
   *
   * @throws IllegalArgumentException with what to write instead
   */
  public static void requireSafe(URI url) {
    if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "not a plain address of a key set; write https://HOST/PATH");
    }
    boolean safe =
        switch (String.valueOf(url.getScheme())) {
          case "https" -> true;
          case "http" -> isLoopback(url.getHost());
          default -> false;
        };
    if (!safe) {
      throw new IllegalArgumentException(
          "keys would come unprotected; write https://, or http:// to this machine only");
    }
  }

  /** Whether the host is this machine, decided by its spelling, not by asking DNS. */
  private static boolean isLoopback(String host) {
    if (host.equals("localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
