package io.sallyport.bastion.policy;

import io.sallyport.bastion.identity.Identity;

/**
 * What a connection to a backend is vouched for and made under: a grant, a link of one, or the
 * introduction that comes before it.
 */
public sealed interface Warrant permits Grant, Link, Introduction {

  Identity identity();

  Target target();

  /** The login on the backend. */
  String login();

  /** The login that the portal vouches for. */
  default String vouchedLogin() {
    return login();
  }
}
