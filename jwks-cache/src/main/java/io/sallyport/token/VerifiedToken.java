package io.sallyport.token;

/**
 * A bastion token that was found in order for one login, by the hop certificate that carried it.
 * Only {@link TokenVerifier} makes one, so holding it is the proof.
 */
public final class VerifiedToken implements Verdict {
  private final BastionToken token;

  VerifiedToken(BastionToken token) {
    this.token = token;
  }

  /** What the portal says, and may be believed. */
  public BastionToken token() {
    return token;
  }
}
