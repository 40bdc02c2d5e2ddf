package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /pam/heartbeat}: a bastion says that it is alive and gets a new access token. Its
 * refresh token, in the body, is all that it authenticates with.
 */
final class HeartbeatEndpoint implements Gate {
  static final String PATH = "/pam/heartbeat";

  private static final Logger log = LoggerFactory.getLogger(HeartbeatEndpoint.class);
  private static final Duration NEXT = Duration.ofMinutes(5);

  private final RequestBody body;
  private final Heartbeats heartbeats;
  private final Clock clock;

  HeartbeatEndpoint(RequestBody body, Heartbeats heartbeats, Clock clock) {
    this.body = body;
    this.heartbeats = heartbeats;
    this.clock = clock;
  }

  @Override
  public Answer pass(Request request) throws SQLException {
    Answer answer = answer(request);
    log.info("{}: {} {}", PATH, answer.status(), answer.note());
    return answer;
  }

  private Answer answer(Request request) throws SQLException {
    try {
      Optional<byte[]> content = body.read(request);
      return content.isEmpty()
          ? Answer.error(413, "Request body too large")
          : answer(Parameters.parse(content.get()));
    } catch (BadRequest e) {
      return Answer.error(400, e.error());
    }
  }

  private Answer answer(Parameters request) throws BadRequest, SQLException {
    String refreshToken =
        request.text("refresh_token").orElseThrow(() -> new BadRequest("refresh_token required"));
    return switch (heartbeats.beat(refreshToken, Report.in(request))) {
      case Beat.Alive alive -> alive(alive);
      case Beat.OutOfScope(String device) ->
          Answer.error(403, "Invalid token scope").noting(device + " is of another scope");
      case Beat.UnknownClient(String device) ->
          Answer.unauthorized("Unknown client").noting(device + " of a client that was removed");
      case Beat.UnknownToken _ -> Answer.unauthorized("Invalid refresh_token");
    };
  }

  private Answer alive(Beat.Alive beat) {
    return Answer.ok(
            Map.of(
                "status", "ok",
                "access_token", beat.accessToken(),
                "expires_in", AccessTokens.LIFE.toSeconds(),
                "next_heartbeat", NEXT.toSeconds(),
                "server_time", clock.instant().getEpochSecond()))
        .noting(beat.device() + " beats");
  }
}
