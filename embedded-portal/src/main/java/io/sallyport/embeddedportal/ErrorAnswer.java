package io.sallyport.embeddedportal;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What Jetty answers where it does not ask {@link PortalHandler}: JSON as well, without detail. */
final class ErrorAnswer implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    PortalHandler.write(Answer.error(status, HttpStatus.getMessage(status)), response, callback);
    return true;
  }
}
