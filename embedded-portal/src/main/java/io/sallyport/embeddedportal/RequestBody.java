package io.sallyport.embeddedportal;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** Reads the bodies of requests within limits of size and time. */
final class RequestBody {
  static final int MAX_SIZE = 64 * 1024;

  private final Duration limit;

  /**
   * A reader of bodies.
   *
   * @param limit the time for a whole body, however steadily it trickles in
   */
  RequestBody(Duration limit) {
    this.limit = limit;
  }

  /**
   * The whole body; empty if it is longer than {@link #MAX_SIZE}.
   *
   * @throws BadRequest if it did not come whole and in time
   */
  Optional<byte[]> read(Request request) throws BadRequest {
    Scheduler.Task timer =
        request
            .getComponents()
            .getScheduler()
            .schedule(() -> giveUp(request), limit.toMillis(), TimeUnit.MILLISECONDS);
    try (InputStream content = Request.asInputStream(request)) {
      byte[] body = content.readNBytes(MAX_SIZE + 1);
      return body.length > MAX_SIZE ? Optional.empty() : Optional.of(body);
    } catch (IOException | HttpException.RuntimeException _) {
      throw new BadRequest("Incomplete request body");
    } finally {
      timer.cancel();
    }
  }

  private static void giveUp(Request request) {
    request.fail(new TimeoutException("the body of the request takes too long"));
  }
}
