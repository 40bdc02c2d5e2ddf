package io.sallyport.bastion.portal;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a heartbeat tells the portal's administrators about this bastion.
 *
 * @param stats numbers by name
 * @param sessions who is on which target now, at most {@value #MOST_SESSIONS} of them
 */
public record HeartbeatReport(Map<String, Long> stats, List<Session> sessions) {

  static final int MOST_SESSIONS = 200;

  /**
   * One hop.
   *
   * @param user the identity
   * @param from the client's address
   * @param target the destination, for the field {@code tty}, as there is no terminal's name
   */
  public record Session(String user, String from, String target, Instant since) {}

  public HeartbeatReport {
    sessions = List.copyOf(sessions.subList(0, Math.min(sessions.size(), MOST_SESSIONS)));
  }
}
