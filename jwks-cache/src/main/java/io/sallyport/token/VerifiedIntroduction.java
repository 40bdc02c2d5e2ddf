package io.sallyport.token;

import java.time.Instant;

/**
 * A bastion token that was found in order for announcing its subject, and for nothing else: it is
 * no {@link VerifiedToken} and opens no login. Only {@link TokenVerifier} makes one.
 */
public final class VerifiedIntroduction implements IntroductionVerdict {
  private final BastionToken token;
  private final Instant until;

  VerifiedIntroduction(BastionToken token, Instant until) {
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
