package io.sallyport.bastion.recording;

import io.sallyport.bastion.audit.SessionId;
import java.time.Instant;

/** What a recording says about the hop that it belongs to. */
public record HopFacts(
    SessionId sid,
    int hop,
    String identity,
    String target,
    String login,
    String jti,
    Instant start) {

  /** The id of this hop's recording: the session's id and the number of the hop in it. */
  public String recordingId() {
    return sid + "-" + hop;
  }
}
