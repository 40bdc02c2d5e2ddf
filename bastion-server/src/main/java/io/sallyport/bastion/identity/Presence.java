package io.sallyport.bastion.identity;

import java.time.Instant;

/**
 * Somebody who has authenticated, for as long as they stay connected. Who they are is what the
 * portal said last, and that may change meanwhile. Safe for many threads.
 */
public final class Presence {

  /** What is known of somebody, and since when. */
  private record Knowledge(Identity identity, Instant at) {}

  private volatile Knowledge known;

  private Presence(Knowledge known) {
    this.known = known;
  }

  /** Of somebody who has just shown who they are. */
  static Presence of(Identity identity, Instant now) {
    return new Presence(new Knowledge(identity, now));
  }

  public Identity identity() {
    return known.identity;
  }

  /** When that was known to be so; long ago for a key that was bound earlier. */
  Instant knownAt() {
    return known.at;
  }

  void confirmed(Identity identity, Instant now) {
    known = new Knowledge(identity, now);
  }

  /** What the portal said earlier stands in for what it would say; it is asked again soon. */
  void assumed(Identity identity) {
    known = new Knowledge(identity, Instant.EPOCH);
  }
}
