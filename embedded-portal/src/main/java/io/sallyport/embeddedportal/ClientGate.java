package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request of an OAuth client passes: a form within limits, a client that is who it says;
 * then the endpoint, and one line in the log.
 */
final class ClientGate implements Gate {
  private static final Logger log = LoggerFactory.getLogger(ClientGate.class);

  private final ClientAuthentication authentication;
  private final RequestBody body;
  private final ClientEndpoint endpoint;

  ClientGate(ClientAuthentication authentication, RequestBody body, ClientEndpoint endpoint) {
    this.authentication = authentication;
    this.body = body;
    this.endpoint = endpoint;
  }

  @Override
  public Answer pass(Request request) throws SQLException {
    Answer answer = ask(request);
    log.info("{}: {} {}", Request.getPathInContext(request), answer.status(), answer.note());
    return answer;
  }

  private Answer ask(Request request) throws SQLException {
    try {
      Optional<byte[]> content = body.read(request);
      if (content.isEmpty()) {
        return Answer.error(413, "Request body too large");
      }
      requireForm(request);
      return ask(request, Form.parse(content.get()));
    } catch (BadRequest e) {
      return OAuthError.invalidRequest(e.error()).answer();
    } catch (OAuthError e) {
      return e.answer();
    }
  }

  private Answer ask(Request request, Form form) throws OAuthError, SQLException {
    Client client =
        authentication.authenticate(
            Request.getPathInContext(request),
            request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION),
            form);
    Answer answer;
    try {
      answer = endpoint.answer(client, form);
    } catch (OAuthError e) {
      answer = e.answer();
    }
    return answer.noting(client.id() + " " + answer.note());
  }

  private static void requireForm(Request request) throws OAuthError {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(Form.CONTENT_TYPE)) {
      throw OAuthError.invalidRequest("Content-Type must be " + Form.CONTENT_TYPE);
    }
  }
}
