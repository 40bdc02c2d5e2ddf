package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.hop.PendingHop;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.identity.Presence;
import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Target;
import java.util.Optional;

/**
 * The wish of an authenticated client to go on to another host.
 *
 * @param number the number of the hop in its session, from 1
 * @param host as the client wrote it
 * @param target the target of that name; absent if there is none
 * @param pending the connection that is already being made; absent if this identity may not knock
 * @param needed the kind of channel without which the hop would be of no use, if there is one
 */
record HopRequest(
    SessionId session,
    int number,
    Presence presence,
    String host,
    int port,
    Optional<Target> target,
    Optional<PendingHop> pending,
    Optional<ChannelKind> needed) {

  /** The same wish, of somebody who wants this kind of channel and nothing else. */
  HopRequest toOpen(ChannelKind kind) {
    return new HopRequest(
        session, number, presence, host, port, target, pending, Optional.of(kind));
  }

  /** The same wish, with a connection that is being made now. */
  HopRequest connecting(Optional<PendingHop> begun) {
    return new HopRequest(session, number, presence, host, port, target, begun, needed);
  }

  /** Who wants it, as far as is known. */
  Identity identity() {
    return presence.identity();
  }

  /** The destination in the client's words. */
  String destination() {
    return port == 22 ? host : "[" + host + "]:" + port;
  }
}
