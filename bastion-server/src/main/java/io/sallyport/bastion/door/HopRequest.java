package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.hop.PendingHop;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.Target;
import java.util.Optional;

/**
 * The wish of an authenticated client to go on to another host.
 *
 * @param number the number of the hop in its session, from 1
 * @param host as the client wrote it
 * @param target the target of that name; absent if there is none
 * @param pending the connection that is already being made; absent if this identity may not knock
 */
record HopRequest(
    SessionId session,
    int number,
    Identity identity,
    String host,
    int port,
    Optional<Target> target,
    Optional<PendingHop> pending) {

  /** The destination in the client's words. */
  String destination() {
    return port == 22 ? host : "[" + host + "]:" + port;
  }
}
