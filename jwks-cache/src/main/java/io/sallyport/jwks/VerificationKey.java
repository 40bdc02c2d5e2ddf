package io.sallyport.jwks;

/**
 * A public key of a portal with the one algorithm that it may be used with.
 *
 * <p>The algorithm follows from the key. What a token says about itself has no part in it, so that
 * no token can choose how it is checked.
 */
public final class VerificationKey {
  private final String id;
  private final String algorithm;
  private final SignatureCheck check;

  /** A check of signatures under one key and one algorithm. */
  @FunctionalInterface
  interface SignatureCheck {
    boolean verifies(byte[] signingInput, byte[] signature);
  }

  VerificationKey(String id, String algorithm, SignatureCheck check) {
    this.id = id;
    this.algorithm = algorithm;
    this.check = check;
  }

  /** The key id, {@code kid}. */
  public String id() {
    return id;
  }

  /** The algorithm's name in JWS: {@code RS256}, {@code ES256}, {@code ES384} or {@code EdDSA}. */
  public String algorithm() {
    return algorithm;
  }

  /** Whether {@code signature} is this key's over {@code signingInput}. */
  public boolean verifies(byte[] signingInput, byte[] signature) {
    return check.verifies(signingInput, signature);
  }
}
