package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** From an HTTP request to the endpoint at its path, and back. A virtual thread runs each call. */
final class PortalHandler extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(PortalHandler.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpField CONTENT_TYPE =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
  private static final HttpField CACHE_CONTROL =
      new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-cache, no-store, must-revalidate");

  private final Map<String, Route> routes;

  PortalHandler(Map<String, Route> routes) {
    this.routes = Map.copyOf(routes);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    write(answer(request), response, callback);
    return true;
  }

  private Answer answer(Request request) {
    Route route = routes.get(Request.getPathInContext(request));
    if (route == null) {
      return Answer.error(404, "Not found");
    }
    if (!route.method().equals(request.getMethod())) {
      return Answer.wrongMethod(route.method());
    }
    return switch (route) {
      case Route.Document(Answer document) -> document;
      case Route.Question(Gate gate) -> ask(gate, request);
    };
  }

  private static Answer ask(Gate gate, Request request) {
    try {
      return gate.pass(request);
    } catch (SQLException | RuntimeException e) {
      log.error("{}: cannot answer", Request.getPathInContext(request), e);
      return Answer.error(500, "Internal error");
    }
  }

  static void write(Answer answer, Response response, Callback callback) {
    response.setStatus(answer.status());
    response.getHeaders().put(CONTENT_TYPE).put(CACHE_CONTROL);
    answer.headers().forEach(response.getHeaders()::put);
    Content.Sink.write(response, true, JSON.writeValueAsString(answer.body()), callback);
  }
}
