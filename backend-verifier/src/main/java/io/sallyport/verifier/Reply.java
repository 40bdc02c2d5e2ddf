package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.jwks.RefreshOutcome;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is said to whoever asked on a socket.
 *
 * @param status of HTTP, with its words
 * @param text lines, each with its end
 */
record Reply(String status, String text) {
  static final Reply BAD_REQUEST = new Reply("400 Bad Request", "");

  /** At least one issuer's keys could not be had. */
  static final String NOT_ALL = "502 Bad Gateway";

  private static final String OK = "200 OK";

  /** To whether somebody may come in. */
  static Reply to(Optional<String> line) {
    return line.map(text -> new Reply(OK, text + "\n"))
        .orElseGet(() -> new Reply("403 Forbidden", ""));
  }

  /** To a refresh: a line for each issuer. */
  static Reply to(Map<String, RefreshOutcome> refreshed) {
    boolean all = refreshed.values().stream().allMatch(RefreshOutcome.Current.class::isInstance);
    String lines =
        new TreeMap<>(refreshed)
            .entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().inWords() + "\n")
                .collect(Collectors.joining());
    return new Reply(all ? OK : NOT_ALL, lines);
  }

  /** To how old the key sets are: a line for each issuer, with the time or {@code never}. */
  static Reply of(Map<String, Optional<Instant>> confirmedAt) {
    return new Reply(
        OK,
        new TreeMap<>(confirmedAt)
            .entrySet().stream()
                .map(entry ->
                    entry.getKey()
                        + " "
                        + entry.getValue().map(Instant::toString).orElse("never")
                        + "\n")
                .collect(Collectors.joining()));
  }

  byte[] http() {
    byte[] body = text.getBytes(UTF_8);
    String head =
        "HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, body.length);
    return (head + text).getBytes(UTF_8);
  }
}
