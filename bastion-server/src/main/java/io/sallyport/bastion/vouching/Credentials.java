package io.sallyport.bastion.vouching;

import io.sallyport.bastion.audit.VouchedBy;
import java.util.List;

/**
 * What a hop takes: a credential for each backend on its way, in the order in which they are met,
 * and at last one for the target itself.
 */
public record Credentials(List<HopCredential> inOrder) {

  public Credentials {
    inOrder = List.copyOf(inOrder);
  }

  /** Whether one of them rests on what the portal has said earlier, because it is down. */
  public boolean offline() {
    return inOrder.stream().anyMatch(credential -> credential.vouchedBy().offline().isPresent());
  }

  /** By what the hop was vouched for at its target. */
  public VouchedBy vouchedBy() {
    VouchedBy vouchedBy = target().vouchedBy();
    return offline() ? vouchedBy.whileOffline() : vouchedBy;
  }

  /** The one for the target. */
  public HopCredential target() {
    return inOrder.getLast();
  }
}
