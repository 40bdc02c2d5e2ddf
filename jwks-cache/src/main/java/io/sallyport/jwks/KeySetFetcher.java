package io.sallyport.jwks;

import io.sallyport.jwks.KeySetTransport.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One question to a portal: which keys do you have? */
final class KeySetFetcher implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final List<String> MEDIA_TYPES =
      List.of("application/json", "application/jwk-set+json");

  private final URI url;
  private final Duration timeout;
  private final KeySetTransport transport;

  /** Asks {@code transport}, which it closes when it is closed. */
  KeySetFetcher(URI url, Duration timeout, KeySetTransport transport) {
    this.url = url;
    this.timeout = timeout;
    this.transport = transport;
  }

  /** What a portal says. */
  sealed interface Answer {
    /** These are my keys, and this is what I call this state of them. */
    record Keys(KeySet keys, Optional<ETag> etag) implements Answer {}

    /** I have the same keys as when I called them that. */
    record Unchanged() implements Answer {}
  }

  /**
   * The portal's keys.
   *
   * @param known what it called those that are here; empty: it shall send them in any case
   * @throws IOException with why there are none
   */
  Answer fetch(Optional<ETag> known) throws IOException, InterruptedException {
    Response response = transport.get(url, fields(known), timeout);
    Optional<ETag> etag = response.etag().flatMap(ETag::of);
    return switch (response.status()) {
      case OK -> {
        requireJson(response.contentType().orElse("none"));
        yield new Answer.Keys(KeySetDecoder.decode(response.body()), etag);
      }
      case NOT_MODIFIED -> {
        requireAbout(known, etag);
        yield new Answer.Unchanged();
      }
      default -> throw new IOException("the portal answered with status " + response.status());
    };
  }

  private static Map<String, String> fields(Optional<ETag> known) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Accept", String.join(", ", MEDIA_TYPES));
    // What a cache on the way remembers could have a key that was removed.
    fields.put("Cache-Control", "no-cache");
    known.ifPresent(etag -> fields.put("If-None-Match", etag.value()));
    return fields;
  }

  /** "The same" means something only about what was asked. */
  private static void requireAbout(Optional<ETag> known, Optional<ETag> etag) throws IOException {
    if (known.isEmpty()) {
      throw new IOException("the portal answered \"not modified\" (304) without being asked that");
    }
    if (!etag.map(known.get()::matches).orElse(true)) {
      throw new IOException(
          "the portal answered \"not modified\" (304) about other keys than ours");
    }
  }

  /** Real portals answer a wrong path with status 200 and a page for people. */
  private static void requireJson(String contentType) throws IOException {
    String mediaType = contentType.split(";", 2)[0].strip();
    if (MEDIA_TYPES.stream().noneMatch(mediaType::equalsIgnoreCase)) {
      throw new IOException("the portal answered with " + mediaType + " instead of JSON");
    }
  }

  /** Ends a question that is under way. */
  @Override
  public void close() {
    transport.close();
  }
}
