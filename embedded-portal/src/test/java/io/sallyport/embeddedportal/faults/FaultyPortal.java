package io.sallyport.embeddedportal.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sallyport.embeddedportal.EmbeddedPortal;
import io.sallyport.embeddedportal.PortalConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A portal that can be told to go wrong: an embedded portal behind a proxy that spoils its answers.
 * Both listen on free loopback ports; clients ask {@link #url}.
 */
public final class FaultyPortal implements AutoCloseable {
  /** Between two bytes of a slow answer. */
  public static final Duration PAUSE = Duration.ofMillis(100);

  private final HttpServer proxy;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final OffsetClock clock;
  private final EmbeddedPortal portal;
  private final Upstream upstream;
  private final ConcurrentLinkedQueue<Planned> planned = new ConcurrentLinkedQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AnswerWriter writer = new AnswerWriter(closed);
  private volatile Fault standing = Fault.NONE;
  private volatile boolean likeLemonLdap;
  private volatile Optional<OtherSigner> otherSigner = Optional.empty();

  private record Planned(String path, Fault fault) {}

  private FaultyPortal(Function<URI, PortalConfig> config, Clock clock) throws IOException {
    this.clock = new OffsetClock(clock);
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    portal = EmbeddedPortal.start(config.apply(url()), this.clock);
    upstream = new Upstream(portal.url());
    proxy.setExecutor(threads);
    proxy.createContext("/", this::answer);
    proxy.start();
  }

  /**
   * Starts both.
   *
   * @param config makes the portal's configuration from the URL that clients ask, which should be
   *     its issuer: client assertions are for endpoints below that
   */
  public static FaultyPortal start(Function<URI, PortalConfig> config, Clock clock)
      throws IOException {
    return new FaultyPortal(config, clock);
  }

  /** Where clients ask. Ends in a slash. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort() + "/");
  }

  /** The portal behind, to make portal tokens. */
  public EmbeddedPortal portal() {
    return portal;
  }

  /** Spoils the next answer at a path; called several times, one after the other. */
  public void next(String path, Fault fault) {
    planned.add(new Planned(path, fault));
  }

  /** Spoils every answer that nothing else is planned for, until told otherwise. */
  public void always(Fault fault) {
    standing = fault;
  }

  /** Makes the portal's clock wrong. */
  public void clockOffset(Duration offset) {
    clock.offset(offset);
  }

  /** Signs with a fresh key from now on; the key set has that one only. */
  public void rotateSigningKey() {
    otherSigner = otherSigner.map(OtherSigner::next).or(() -> Optional.of(OtherSigner.rotated()));
  }

  /**
   * Signs as LemonLDAP::NG does from now on: RS256, no {@code cnf}, no {@code nbf}, an issuer with
   * a slash at its end; and answers with a page where there is nothing.
   */
  public void likeLemonLdap() {
    otherSigner = Optional.of(OtherSigner.likeLemonLdap());
    likeLemonLdap = true;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Fault fault = faultAt(exchange.getRequestURI().getPath());
      switch (fault) {
        case UNAUTHORIZED -> writer.whole(exchange, HttpAnswer.unauthorized());
        case SERVER_ERROR -> writer.whole(exchange, HttpAnswer.page(500));
        case HTML -> writer.whole(exchange, HttpAnswer.page(200));
        case HUNG -> closed.await();
        case NONE -> writer.whole(exchange, ask(exchange));
        case SLOW -> writer.slowly(exchange, ask(exchange));
        case TRUNCATED -> writer.half(exchange, ask(exchange));
        case OVERSIZED -> writer.whole(exchange, ask(exchange).with(Spoiled::oversized));
        case WRONG_TYPES -> writer.whole(exchange, ask(exchange).with(Spoiled::wrongTypes));
        case NUMBERS_AS_TEXTS ->
            writer.whole(exchange, ask(exchange).with(Spoiled::numbersAsTexts));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Fault faultAt(String path) {
    for (Planned plan : planned) {
      if (plan.path().equals(path) && planned.remove(plan)) {
        return plan.fault();
      }
    }
    return standing;
  }

  private HttpAnswer ask(HttpExchange exchange) throws IOException, InterruptedException {
    return signed(exchange.getRequestURI().getPath(), upstream.ask(exchange));
  }

  private HttpAnswer signed(String path, HttpAnswer answer) {
    if (otherSigner.isEmpty()) {
      return answer;
    }
    OtherSigner signer = otherSigner.get();
    if (likeLemonLdap && answer.status() == 404) {
      return HttpAnswer.page(200);
    }
    return switch (path) {
      case "/oauth2/jwks" -> answer.with(signer::keySet);
      case "/pam/bastion-token" -> answer.with(signer::token);
      case "/.well-known/openid-configuration" -> answer.with(signer::discovery);
      default -> answer;
    };
  }

  /** Lets go of everybody who waits, and stops both. */
  @Override
  public void close() {
    closed.countDown();
    proxy.stop(0);
    threads.close();
    upstream.close();
    portal.close();
  }
}
