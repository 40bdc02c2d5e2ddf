package io.sallyport.bastion.relay;

import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Endpoint;
import io.sallyport.bastion.recording.Forward;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The backend asks for a channel to the client: because the client had it listen, or lent it its
 * agent or display. A backend that was asked for nothing gets nothing.
 */
record BackendOpening(RelayedHop hop, Kind kind) implements Opening {

  /** The types of channels that a backend may ask for. */
  enum Kind {
    TCP("forwarded-tcpip", "remote-forward"),
    SOCKET("forwarded-streamlocal@openssh.com", "remote-forward"),
    AGENT("auth-agent@openssh.com", "agent"),
    X11("x11", "x11");

    private final String type;
    private final String forward;

    Kind(String type, String forward) {
      this.type = type;
      this.forward = forward;
    }

    String type() {
      return type;
    }
  }

  @Override
  public String type() {
    return kind.type;
  }

  @Override
  public void asked(AcceptedEnd end, OpenRequest request) {
    Forward forward = read(request.reader());
    var forwarding = new Forwarding(hop, end, request, forward);
    if (wasLent(request.reader())) {
      forwarding.begin(true);
    } else {
      forwarding.refuse("what the client has asked for", "nobody asked for this");
    }
  }

  private boolean wasLent(Buffer reader) {
    return switch (kind) {
      case TCP, SOCKET -> hop.lent().listens(endpoint(reader));
      case AGENT -> hop.lent().has(ChannelKind.AGENT);
      case X11 -> hop.lent().has(ChannelKind.X11);
    };
  }

  private Forward read(Buffer reader) {
    return switch (kind) {
      case TCP -> new Forward(kind.forward, endpoint(reader).toString(), tcp(reader).toString());
      case SOCKET -> new Forward(kind.forward, endpoint(reader).toString(), "");
      case AGENT -> new Forward(kind.forward, "", "");
      case X11 -> new Forward(kind.forward, "", tcp(reader).toString());
    };
  }

  private Endpoint endpoint(Buffer reader) {
    return kind == Kind.SOCKET ? new Endpoint.Socket(reader.getString()) : tcp(reader);
  }

  private static Endpoint tcp(Buffer reader) {
    return new Endpoint.Tcp(reader.getString(), reader.getInt());
  }
}
