package io.sallyport.bastion.identity;

/** What came of an attempt to authenticate. The reasons are for the log, never for the client. */
public sealed interface Authentication {

  /** The credential was good. */
  record Authenticated(Presence presence) implements Authentication {}

  /** The credential was bad. */
  record Rejected(String reason) implements Authentication {}

  /**
   * The credential is a known one that is not good here or now. A client cannot tell that from one
   * that nobody knows.
   */
  record Lapsed(String reason) implements Authentication {}

  /**
   * Nobody could say whether the credential is good.
   *
   * @param portalDown whether that is an outage of the portal's
   */
  record Unavailable(String reason, boolean portalDown) implements Authentication {}
}
