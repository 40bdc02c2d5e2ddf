package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.Release;
import io.sallyport.config.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the portal every few minutes that this bastion runs, and who is on it; the answer is the
 * next access token. A portal that has revoked the bastion does not answer any more, and from then
 * on there is no token: nothing can be asked, so no hop is opened.
 *
 * <p>Beats one at a time, on whatever thread asks for it; none of them an I/O thread.
 */
final class Heartbeat implements AccessTokens {

  static final Duration SHORTEST = Duration.ofSeconds(30);
  static final Duration LONGEST = Duration.ofHours(1);

  private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REVOKED =
      "The portal has revoked this bastion's enrolment ({}). No hop is opened until it is enrolled"
          + " again: sallyport enroll";

  /** Posts to the portal's heartbeat, which takes no bearer token. */
  @FunctionalInterface
  interface Post {
    PortalAnswer<PamAnswer> send(ObjectNode body);
  }

  /** What a beat says about the bastion itself. */
  record Self(String hostname, String serverGroup, String version, Instant startedAt) {

    /** This machine, as the kernel calls it: no look-up. */
    static Self here(String serverGroup, Instant startedAt) throws IOException {
      String hostname = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return new Self(hostname, serverGroup, Release.VERSION, startedAt);
    }
  }

  private final Post post;
  private final Path file;
  private final Self self;
  private final Supplier<HeartbeatReport> report;
  private final InstantSource clock;
  private final DoubleSupplier random;

  private volatile PortalTokens tokens;
  private volatile boolean revoked;

  /**
   * A heart that does not beat yet.
   *
   * @param file the tokens of the enrolment, where each new one is kept
   * @param random from 0 to 1, for the jitter
   */
  Heartbeat(
      Post post,
      Path file,
      Self self,
      Supplier<HeartbeatReport> report,
      InstantSource clock,
      DoubleSupplier random)
      throws IOException {
    this.post = post;
    this.file = file;
    this.self = self;
    this.report = report;
    this.clock = clock;
    this.random = random;
    this.tokens = PortalTokens.read(file);
  }

  @Override
  public Optional<Secret> current() {
    return revoked ? Optional.empty() : Optional.of(tokens.access());
  }

  @Override
  public Optional<Secret> insteadOf(Secret refused) {
    synchronized (this) {
      if (!revoked && same(tokens.access(), refused)) {
        var _ = beat();
      }
    }
    return current().filter(token -> !same(token, refused));
  }

  private static boolean same(Secret one, Secret other) {
    return MessageDigest.isEqual(one.reveal().getBytes(UTF_8), other.reveal().getBytes(UTF_8));
  }

  /** Beats once; returns how long to wait before the next time. */
  synchronized Duration beat() {
    lookForAnotherEnrolment();
    return switch (post.send(body())) {
      case PortalAnswer.Given<PamAnswer>(var answer) -> alive(answer);
      case PortalAnswer.Refused<PamAnswer>(var reason) -> revoked(reason);
      case PortalAnswer.Unavailable<PamAnswer>(var reason, _) -> missed(reason);
    };
  }

  /** Somebody may have enrolled the bastion again while it runs. */
  private void lookForAnotherEnrolment() {
    try {
      PortalTokens kept = PortalTokens.read(file);
      if (!kept.enrolledAt().equals(tokens.enrolledAt())) {
        tokens = kept;
        revoked = false;
      }
    } catch (IOException e) {
      log.warn("The tokens of the enrolment: {}", e.getMessage());
    }
  }

  private Duration alive(PamAnswer answer) {
    try {
      Instant expiry = clock.instant().plusSeconds(answer.number("expires_in"));
      tokens = tokens.with(Secret.of(answer.text("access_token")), expiry);
      revoked = false;
      tokens.write(file);
      return jittered(Duration.ofSeconds(answer.number("next_heartbeat")));
    } catch (PamAnswer.NotTheProtocol e) {
      return missed("heartbeat: " + e.getMessage());
    } catch (IOException e) {
      log.error("The portal's new access token cannot be kept in {}", file, e);
      return SHORTEST;
    }
  }

  private Duration revoked(String reason) {
    if (!revoked) {
      log.error(REVOKED, reason);
    }
    revoked = true;
    return jittered(SHORTEST.multipliedBy(2));
  }

  private Duration missed(String reason) {
    log.warn("A heartbeat did not reach the portal: {}", reason);
    return jittered(SHORTEST);
  }

  /** Up to a tenth earlier, so that not all bastions beat at once after a portal's restart. */
  private Duration jittered(Duration wished) {
    Duration most = wished.compareTo(LONGEST) > 0 ? LONGEST : wished;
    Duration next = most.compareTo(SHORTEST) < 0 ? SHORTEST : most;
    return next.minusMillis((long) (next.toMillis() * random.getAsDouble() / 10));
  }

  private ObjectNode body() {
    HeartbeatReport now = report.get();
    ObjectNode body =
        JSON.createObjectNode()
            .put("refresh_token", tokens.refresh().reveal())
            .put("hostname", self.hostname)
            .put("server_group", self.serverGroup)
            .put("version", self.version)
            .put("node_role", "bastion")
            .put("uptime", Duration.between(self.startedAt, clock.instant()).toSeconds());
    now.stats().forEach(body.putObject("stats")::put);
    ArrayNode sessions = body.putArray("sessions");
    now.sessions()
        .forEach(session ->
            sessions
                .addObject()
                .put("user", session.user())
                .put("from", session.from())
                .put("tty", session.target())
                .put("since", session.since().getEpochSecond()));
    return body;
  }
}
