package io.sallyport.bastion.vouching;

import java.util.List;

/**
 * What a hop takes: a credential for each backend on its way, in the order in which they are met,
 * and at last one for the target itself.
 */
public record Credentials(List<HopCredential> inOrder) {

  public Credentials {
    inOrder = List.copyOf(inOrder);
  }

  /** The one for the target. */
  public HopCredential target() {
    return inOrder.getLast();
  }
}
