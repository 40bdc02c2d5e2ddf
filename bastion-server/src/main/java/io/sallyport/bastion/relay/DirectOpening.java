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
    Endpoint endpoint = endpoint(request.reader());
    Forward forward = new Forward(KIND, endpoint.toString(), originator(request.reader()));
    hop.whenReady(
        ready -> judge(new Forwarding(ready, end, request, forward), ready, endpoint),
        () -> end.refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "there is no connection"));
  }

  private Endpoint endpoint(Buffer reader) {
    return type.equals(TCP)
        ? new Endpoint.Tcp(reader.getString(), reader.getInt())
        : new Endpoint.Socket(reader.getString());
  }

  /** Who wants it, as the client says; it has nothing to say of the users of a socket. */
  private String originator(Buffer reader) {
    if (!type.equals(TCP)) {
      return "";
    }
    var _ = endpoint(reader);
    return endpoint(reader).toString();
  }

  private static void judge(Forwarding forwarding, RelayedHop ready, Endpoint endpoint) {
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
