package io.sallyport.bastion.policy;

import io.sallyport.bastion.identity.Identity;

/**
 * A target on the way to that of a grant: the operator has put it there, so whoever has the grant
 * may go through it, and gets nothing else of it. Only a {@link Grant} makes one.
 */
public final class Link implements Warrant {

  private final Identity identity;
  private final Destination destination;

  Link(Identity identity, Destination destination) {
    this.identity = identity;
    this.destination = destination;
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public Target target() {
    return destination.target();
  }

  @Override
  public String login() {
    return destination.login();
  }

  /** The login and the target. */
  @Override
  public String toString() {
    return destination.toString();
  }
}
