package io.sallyport.embeddedportal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a bastion said about itself in a heartbeat; each part is cut to a size that can be kept.
 *
 * @param hostname its name, or nothing
 * @param version its version, or nothing
 * @param nodeRole {@code bastion}, {@code standalone} or {@code backend}, or nothing
 * @param uptime the seconds that it has been running
 * @param stats its own figures, as JSON; empty if there are none or too many
 * @param sessions the sessions that run on it
 */
record Report(
    String hostname,
    String version,
    String nodeRole,
    Optional<Long> uptime,
    String stats,
    List<ReportedSession> sessions) {

  private static final int MAX_TEXT = 255;
  private static final int MAX_STATS = 4096;
  private static final int MAX_SESSIONS = 200;

  private static final JsonMapper JSON = new JsonMapper();

  /** Copies the list. */
  Report {
    sessions = List.copyOf(sessions);
  }

  /**
   * A session that runs on a bastion.
   *
   * @param user who it is, or nothing
   * @param from the client's address, or nothing
   * @param tty its terminal, or nothing
   * @param since when it began, in seconds of Unix time
   */
  record ReportedSession(String user, String from, String tty, Optional<Long> since) {}

  static Report in(Parameters request) throws BadRequest {
    List<ReportedSession> sessions = new ArrayList<>();
    for (Parameters session : request.objects("sessions")) {
      sessions.add(session(session));
    }
    return new Report(
        text(request, "hostname"),
        text(request, "version"),
        text(request, "node_role"),
        request.number("uptime"),
        request.json("stats").filter(stats -> stats.length() <= MAX_STATS).orElse(""),
        sessions.stream().limit(MAX_SESSIONS).toList());
  }

  private static ReportedSession session(Parameters session) throws BadRequest {
    return new ReportedSession(
        text(session, "user"),
        text(session, "from"),
        text(session, "tty"),
        session.isNull("since") ? Optional.empty() : session.number("since"));
  }

  private static String text(Parameters request, String name) throws BadRequest {
    String text = request.text(name).orElse("");
    return text.substring(0, Math.min(text.length(), MAX_TEXT));
  }

  /** As it is kept in the database. */
  String toJson() {
    return JSON.writeValueAsString(this);
  }

  static Report fromJson(String json) {
    return JSON.readValue(json, Report.class);
  }
}
