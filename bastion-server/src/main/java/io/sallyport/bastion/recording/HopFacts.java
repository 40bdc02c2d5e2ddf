package io.sallyport.bastion.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.audit.VouchedBy;
import java.time.Instant;
import java.util.List;

/**
 * What a recording says about the hop that it belongs to.
 *
 * @param via the logins and targets on the way, the first that was met first; mostly none
 */
public record HopFacts(
    SessionId sid,
    int hop,
    String identity,
    String target,
    String login,
    @JsonUnwrapped VouchedBy vouchedBy,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> via,
    Instant start) {

  /** A recording that does not say went straight. */
  public HopFacts {
    via = via == null ? List.of() : List.copyOf(via);
  }

  /** The id of this hop's recording: the session's id and the number of the hop in it. */
  public String recordingId() {
    return sid + "-" + hop;
  }
}
