package io.sallyport.bastion.relay;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.recording.Forward;
import io.sallyport.bastion.recording.ForwardRecording;
import java.io.IOException;
import org.apache.sshd.common.SshConstants;

/** One connection on its way to be forwarded: judged, then recorded, then joined. */
final class Forwarding {

  private final RelayedHop hop;
  private final AcceptedEnd end;
  private final OpenRequest request;
  private final Forward forward;
  private final int number;

  Forwarding(RelayedHop hop, AcceptedEnd end, OpenRequest request, Forward forward) {
    this.hop = hop;
    this.end = end;
    this.request = request;
    this.forward = forward;
    this.number = hop.nextChannel();
  }

  /** It is not allowed; the client is told these words. */
  void refuse(String rule, String words) {
    audit("refused", rule, true);
    end.refuse(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, words);
  }

  /** It is allowed: its recording is opened, and then the other end. */
  void begin(boolean recorded) {
    Thread.ofVirtual().name("open-forward").start(() -> record(recorded));
  }

  private void record(boolean recorded) {
    String rule = hop.hop().grant().rule();
    ForwardRecording recording;
    try {
      recording = hop.recording().openForward(number, forward);
    } catch (IOException e) {
      audit("not recorded: " + e.getMessage(), rule, false);
      end.refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "it cannot be recorded");
      hop.end(HopEnd.UNRECORDED);
      return;
    }
    audit("started", rule, recorded);
    end.join(new ForwardRelay(hop, number, recording), request);
  }

  private void audit(String outcome, String rule, boolean recorded) {
    hop.audit(
        new AuditEvent.Forward(
            hop.number(),
            number,
            forward.kind(),
            forward.endpoint(),
            forward.originator(),
            outcome,
            rule,
            recorded));
  }
}
