package io.sallyport.bastion.portal;

import io.sallyport.bastion.portal.Enrolment.Begun;
import io.sallyport.bastion.portal.Enrolment.Outcome;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Enrols this bastion at its portal, while somebody watches. */
public final class Enrolling {

  /** Whoever watches. */
  public interface Watcher {

    /** Somebody who may enrol bastions has to go there and type this, or go to {@code complete}. */
    void code(String userCode, String uri, Optional<String> complete);

    /** Waits; the code is good until {@code end}. */
    void pause(Duration time, Instant end) throws InterruptedException;
  }

  /** How it went. */
  public sealed interface Result {

    /** The tokens are in the file, and the portal knows the bastion by this id. */
    record Enrolled(String bastionId, String serverGroup) implements Result {}

    record Failed(String reason) implements Result {}
  }

  private final OkHttpClient http;
  private final HttpUrl portal;
  private final PortalClient client;
  private final InstantSource clock;

  private Enrolling(OkHttpClient http, HttpUrl portal, PortalClient client, InstantSource clock) {
    this.http = http;
    this.portal = portal;
    this.client = client;
    this.clock = clock;
  }

  /**
   * Enrols.
   *
   * @throws IOException if a file cannot be read or written; the message is for the operator
   * @throws InterruptedException if the thread is interrupted
   */
  public static Result at(
      URI url, PortalClient client, Transport transport, InstantSource clock, Watcher watcher)
      throws IOException, InterruptedException {
    OkHttpClient http = transport.client(url, clock);
    try {
      return new Enrolling(http, HttpUrl.get(url.toString()), client, clock).run(watcher);
    } finally {
      http.dispatcher().executorService().shutdown();
      http.connectionPool().evictAll();
    }
  }

  private Result run(Watcher watcher) throws IOException, InterruptedException {
    HttpUrl base = portal.newBuilder().addPathSegment("oauth2").build();
    var oauth = new OAuthEndpoint(http, base, client.authentication(), clock);
    return switch (Enrolment.begin(oauth, clock)) {
      case Begun.Failed(var reason) -> new Result.Failed(reason);
      case Begun.Shown(var enrolment) -> await(enrolment, watcher);
    };
  }

  private Result await(Enrolment enrolment, Watcher watcher)
      throws IOException, InterruptedException {
    Enrolment.Code code = enrolment.code();
    watcher.code(code.userCode(), code.verificationUri(), code.complete());
    while (true) {
      watcher.pause(enrolment.interval(), code.until());
      switch (enrolment.poll()) {
        case Outcome.Waiting _ -> {}
        case Outcome.Failed(var reason) -> {
          return new Result.Failed(reason);
        }
        case Outcome.Enrolled(var tokens) -> {
          return keep(tokens);
        }
      }
    }
  }

  /** Only tokens that the portal takes are kept. */
  private Result keep(PortalTokens tokens) throws IOException {
    HttpUrl pam = portal.newBuilder().addPathSegment("pam").build();
    var endpoint =
        new PamEndpoint(http, pam, AccessTokens.only(tokens.access()), new Breaker(clock));
    return switch (BastionAtPortal.probe(endpoint)) {
      case PortalAnswer.Given<BastionAtPortal>(var self) -> {
        tokens.write(client.tokens());
        yield new Result.Enrolled(self.id(), self.serverGroup());
      }
      case PortalAnswer.Refused<BastionAtPortal>(var reason) ->
          new Result.Failed("the portal does not take its own token: " + reason);
      case PortalAnswer.Unavailable<BastionAtPortal>(var reason, _) ->
          new Result.Failed("the token could not be tried: " + reason);
    };
  }
}
