package io.sallyport.bastion.relay;

import io.sallyport.bastion.policy.Endpoint;
import io.sallyport.bastion.policy.ForwardDecision;
import io.sallyport.bastion.policy.Refusal;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.recording.Forward;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The client asks the backend to connect somewhere for it: {@code ssh -L} and {@code -D}. The
 * bastion itself connects to nothing.
 *
 * @param type {@code direct-tcpip} or {@code direct-streamlocal@openssh.com}
 */
record DirectOpening(ClientHop hop, String type) implements Opening {

  static final String TCP = "direct-tcpip";
  static final String SOCKET = "direct-streamlocal@openssh.com";
  private static final String KIND = "local-forward";

  @Override
  public void asked(AcceptedEnd end, OpenRequest request) {
    hop.whenReady(
        ready -> judge(ready, end, request),
        () -> end.refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "there is no connection"));
  }

  private void judge(RelayedHop ready, AcceptedEnd end, OpenRequest request) {
    Buffer reader = request.reader();
    Endpoint endpoint =
        type.equals(TCP)
            ? new Endpoint.Tcp(reader.getString(), reader.getInt())
            : new Endpoint.Socket(reader.getString());
    String originator =
        type.equals(TCP) ? new Endpoint.Tcp(reader.getString(), reader.getInt()).toString() : "";
    var forwarding =
        new Forwarding(ready, end, request, new Forward(KIND, endpoint.toString(), originator));
    switch (ready.hop().grant().connect(endpoint)) {
      case ForwardDecision.Allowed(boolean recorded) -> forwarding.begin(recorded);
      case ForwardDecision.Refused(var refusal) ->
          forwarding.refuse(refusal.rule(), "sallyport: not allowed");
      case ForwardDecision.JumpInstead(Refusal refusal, Target target) ->
          forwarding.refuse(refusal.rule(), hint(target));
    }
  }

  private static String hint(Target target) {
    return "sallyport: jump to it through the bastion instead: ssh -J BASTION " + target;
  }
}
