package io.sallyport.bastion.lobby;

import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.identity.Identity;
import java.util.function.IntSupplier;

/**
 * Somebody in the lobby.
 *
 * @param method by which they have authenticated
 * @param address from which they come
 * @param metAtPort the port at which they met the bastion
 * @param endOthers ends their other connections to this bastion; returns how many there were
 */
public record Visitor(
    Identity identity,
    SessionId session,
    String method,
    String address,
    int metAtPort,
    IntSupplier endOthers) {}
