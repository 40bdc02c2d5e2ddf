package io.sallyport.bastion.vouching;

import io.sallyport.bastion.audit.VouchedBy;
import io.sallyport.bastion.policy.Warrant;
import java.security.KeyPair;

/**
 * What one connection shows to its backend: a key that was made for it alone, in a certificate for
 * which the portal vouches. Only {@link Vouching} makes one.
 */
public final class HopCredential {

  private final Warrant warrant;
  private final KeyPair certified;
  private final VouchedBy vouchedBy;

  HopCredential(Warrant warrant, KeyPair certified, VouchedBy vouchedBy) {
    this.warrant = warrant;
    this.certified = certified;
    this.vouchedBy = vouchedBy;
  }

  /** What it was made for. */
  public Warrant warrant() {
    return warrant;
  }

  /** The certificate, as the public half, and the private key to it. */
  public KeyPair certified() {
    return certified;
  }

  /** What the logs of others call it. */
  public VouchedBy vouchedBy() {
    return vouchedBy;
  }

  @Override
  public String toString() {
    return "HopCredential[" + vouchedBy + "]";
  }
}
