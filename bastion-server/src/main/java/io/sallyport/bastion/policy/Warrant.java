package io.sallyport.bastion.policy;

import io.sallyport.bastion.identity.Identity;

/** What a connection to a backend is vouched for and made under: a grant, or a link of one. */
public sealed interface Warrant permits Grant, Link {

  Identity identity();

  Target target();

  /** The login on the backend. */
  String login();
}
