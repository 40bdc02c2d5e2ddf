package io.sallyport.bastion.door;

import org.apache.sshd.server.session.ServerSession;

/** The way on from either door: a {@link Passage} for whoever asks, watched over afterwards. */
public record Onward(Passage passage, Watch watch) {

  /** A client's connection on its way to what it has asked for. */
  Crossing crossing(ServerSession client, HopRequest request, String login) {
    return new Crossing(passage, watch, client, request, login);
  }
}
