package io.sallyport.jwks;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The way on which a question about keys and its answer travel. It never follows a redirect: the
 * keys of another place are not those that were asked for.
 */
public interface KeySetTransport extends AutoCloseable {
  /** The longest body in bytes that is taken. */
  int MAX_BODY = 256 * 1024;

  /**
   * What a server answers, whatever its status.
   *
   * @param etag the value of its field {@code ETag}
   * @param contentType the value of its field {@code Content-Type}
   * @param body whole, and at most {@link #MAX_BODY} bytes long
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
  record Response(int status, Optional<String> etag, Optional<String> contentType, byte[] body) {}

  /**
   * Asks with GET and waits for the last byte of the answer.
   *
   * @param fields of the request's header, by name; a portal's address and they are no secret
   * @param timeout for all of it
   * @throws IOException with why there is no whole answer
   */
  Response get(URI url, Map<String, String> fields, Duration timeout)
      throws IOException, InterruptedException;

  /** Ends a question that is under way. */
  @Override
  void close();
}
