package io.sallyport.bastion.vouching;

import io.sallyport.bastion.policy.Warrant;
import java.security.KeyPair;

/**
 * What one connection shows to its backend: a key that was made for it alone, in a certificate that
 * carries the bastion token. Only {@link Vouching} makes one.
 */
public final class HopCredential {

  private final Warrant warrant;
  private final KeyPair certified;
  private final String jti;

  HopCredential(Warrant warrant, KeyPair certified, String jti) {
    this.warrant = warrant;
    this.certified = certified;
    this.jti = jti;
  }

  /** What it was made for. */
  public Warrant warrant() {
    return warrant;
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
