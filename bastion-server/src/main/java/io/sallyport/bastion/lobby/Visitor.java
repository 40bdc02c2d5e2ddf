package io.sallyport.bastion.lobby;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.identity.Identity;
import java.util.function.Supplier;

/**
 * Somebody in the lobby.
 *
 * @param method by which they have authenticated
 * @param address from which they come
 * @param metAtPort the port at which they met the bastion
 * @param logout ends their other connections to this bastion, and forgets their keys
 */
public record Visitor(
    Identity identity,
    SessionId session,
    String method,
    String address,
    int metAtPort,
    Supplier<LoggedOut> logout) {

  /** How many connections were ended and how many keys forgotten. */
  public record LoggedOut(int connections, int keys) {}
}
