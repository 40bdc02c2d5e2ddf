package io.sallyport.embeddedportal;

import io.sallyport.config.Address;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** A listening HTTP/1.1 server: virtual threads, and a limit to whatever a client could hold. */
final class HttpServer {
  private static final Duration IDLE = Duration.ofSeconds(20);
  private static final int MAX_CONNECTIONS = 512;

  private final Server server;
  private final ServerConnector connector;
  private final Address listen;

  private HttpServer(Address listen, Handler handler) {
    this.listen = listen;
    var threads = new VirtualThreadPool();
    threads.setName("portal");
    server = new Server(threads);
    server.setHandler(handler);
    server.setErrorHandler(new ErrorAnswer());
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(quiet()));
    connector.setHost(listen.host());
    connector.setPort(listen.port());
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
  }

  private static HttpConfiguration quiet() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    return http;
  }

  /**
   * Starts to serve.
   *
   * @throws IOException if the address cannot be had; the message is for the operator
   */
  static HttpServer start(Address listen, Handler handler) throws IOException {
    var http = new HttpServer(listen, handler);
    try {
      http.server.start();
      return http;
    } catch (Exception e) {
      http.stop();
      throw new IOException(problem(listen, e), e);
    }
  }

  private static String problem(Address listen, Exception e) {
    return e.getCause() instanceof BindException unavailable
        ? "cannot listen on %s: %s; stop what uses it, or choose another `listen`"
            .formatted(listen, unavailable.getMessage())
        : "cannot serve HTTP on %s: %s".formatted(listen, e.getMessage());
  }

  /** Where it listens: with the real port when any was asked for. */
  URI url() {
    return URI.create("http://" + new Address(listen.host(), connector.getLocalPort()) + "/");
  }

  void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("stopping the HTTP server on " + listen, e);
    }
  }
}
