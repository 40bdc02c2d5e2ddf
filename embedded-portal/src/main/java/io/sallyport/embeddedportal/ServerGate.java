package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request of a bastion passes, in the order of the protocol: an access token, a known
 * one, a body within limits, JSON; then the endpoint, and one line in the log.
 */
final class ServerGate {
  private static final Logger log = LoggerFactory.getLogger(ServerGate.class);

  /** RFC 6750, section 2.1, in the characters that portals use; the scheme in any case. */
  private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9_.-]+)");

  private final EnrolledBastions bastions;
  private final RequestBody body;

  ServerGate(EnrolledBastions bastions, RequestBody body) {
    this.bastions = bastions;
    this.body = body;
  }

  Answer pass(Request request, Endpoint endpoint) throws SQLException {
    String path = Request.getPathInContext(request);
    Optional<String> token = accessToken(request);
    if (token.isEmpty()) {
      log.warn("{}: no access token", path);
      return Answer.unauthorized("Server Bearer token required");
    }
    Optional<Caller> caller = bastions.withToken(token.get());
    if (caller.isEmpty()) {
      log.warn("{}: unknown access token", path);
      return Answer.unauthorized("Invalid or expired server token");
    }
    Answer answer = askedBy(caller.get(), request, endpoint);
    log.info("{}: {} {} {}", path, caller.get().id(), answer.status(), answer.note());
    return answer;
  }

  /** Of several Authorization fields none counts: proxies disagree on which one does. */
  private static Optional<String> accessToken(Request request) {
    List<String> fields = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    if (fields.size() != 1) {
      return Optional.empty();
    }
    Matcher bearer = BEARER.matcher(fields.getFirst());
    return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
  }

  private Answer askedBy(Caller caller, Request request, Endpoint endpoint) throws SQLException {
    try {
      Optional<byte[]> content = body.read(request);
      if (content.isEmpty()) {
        return Answer.error(413, "Request body too large");
      }
      return endpoint.answer(caller, Parameters.parse(content.get()));
    } catch (BadRequest e) {
      return Answer.error(400, e.error());
    }
  }
}
