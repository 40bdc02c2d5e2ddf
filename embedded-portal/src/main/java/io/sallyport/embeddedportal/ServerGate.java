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
 * one, one for such requests, a body within limits, JSON; then the endpoint, and one line in the
 * log.
 */
final class ServerGate implements Gate {
  private static final Logger log = LoggerFactory.getLogger(ServerGate.class);

  /** RFC 6750, section 2.1, in the characters that portals use; the scheme in any case. */
  private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9_.-]+)");

  private final EnrolledBastions bastions;
  private final RequestBody body;
  private final Endpoint endpoint;

  ServerGate(EnrolledBastions bastions, RequestBody body, Endpoint endpoint) {
    this.bastions = bastions;
    this.body = body;
    this.endpoint = endpoint;
  }

  @Override
  public Answer pass(Request request) throws SQLException {
    String path = Request.getPathInContext(request);
    Optional<String> token = accessToken(request);
    if (token.isEmpty()) {
      log.warn("{}: no access token", path);
      return Answer.unauthorized("Server Bearer token required");
    }
    return switch (bastions.withToken(token.get())) {
      case Admission.Unknown _ -> {
        log.warn("{}: unknown access token", path);
        yield Answer.unauthorized("Invalid or expired server token");
      }
      case Admission.OutOfScope(Caller caller) -> {
        log.warn("{}: {} has an access token of another scope", path, caller.id());
        yield Answer.error(403, "Invalid token scope");
      }
      case Admission.Admitted(Caller caller) -> {
        Answer answer = askedBy(caller, request);
        log.info("{}: {} {} {}", path, caller.id(), answer.status(), answer.note());
        yield answer;
      }
    };
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

  private Answer askedBy(Caller caller, Request request) throws SQLException {
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
