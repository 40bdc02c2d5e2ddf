package io.sallyport.bastion.vouching;

import java.security.KeyPair;

/**
 * What one hop shows to its backend: a key that was made for it alone, in a certificate that
 * carries the bastion token. Only {@link Vouching} makes one.
 */
public final class HopCredential {

  private final KeyPair certified;
  private final String jti;

  HopCredential(KeyPair certified, String jti) {
    this.certified = certified;
    this.jti = jti;
  }

  /** The certificate, as the public half, and the private key to it. */
  public KeyPair certified() {
    return certified;
  }

  /** The id of the bastion token. */
  public String jti() {
    return jti;
  }

  @Override
  public String toString() {
    return "HopCredential[jti=" + jti + "]";
  }
}
