package io.sallyport.token;

import java.time.Instant;

/**
 * A bastion token that was found in order for one login, by the hop certificate that carried it.
 * Only {@link TokenVerifier} makes one, so holding it is the proof.
 */
public final class VerifiedToken implements Verdict {
  private final BastionToken token;
  private final Instant until;

  VerifiedToken(BastionToken token, Instant until) {
    this.token = token;
    this.until = until;
  }

  /** What the portal says, and may be believed. */
  public BastionToken token() {
    return token;
  }

  /** The first instant at which it is not good any more here, with the skew; whole seconds. */
  public Instant until() {
    return until;
  }
}
