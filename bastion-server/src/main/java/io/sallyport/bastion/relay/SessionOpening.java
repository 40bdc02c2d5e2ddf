package io.sallyport.bastion.relay;

import org.apache.sshd.common.SshConstants;

/**
 * The client asks for a session channel. It is opened for whoever has a hop; what is started on it
 * is judged when it is asked for.
 */
record SessionOpening(ClientHop hop) implements Opening {

  static final String TYPE = "session";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void asked(AcceptedEnd end, OpenRequest request) {
    if (!hop.allowsSessions()) {
      end.refuse(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "no more sessions were wanted");
      return;
    }
    hop.whenReady(
        ready -> end.join(new SessionRelay(ready, ready.nextChannel()), request),
        () -> end.refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, "there is no connection"));
  }
}
