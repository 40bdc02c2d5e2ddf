package io.sallyport.bastion.vouching;

/** What came of asking the portal to vouch for a hop. The reasons are for the log. */
public sealed interface Vouched {

  /** The portal vouches; this is what the backends are to be shown. */
  record For(Credentials credentials) implements Vouched {}

  /** The portal does not vouch for this hop. */
  record Refused(String reason) implements Vouched {}

  /** The portal could not be asked. */
  record Unavailable(String reason) implements Vouched {}
}
