package io.sallyport.bastion.policy;

import io.sallyport.config.Address;

/**
 * A backend that can be reached.
 *
 * @param name the name by which clients ask for it, and which its verifier must know
 * @param port the port by which clients ask for it
 * @param address where it really listens
 * @param group its group, for the claim {@code target_group}
 * @param legacyAlgorithms whether it is offered algorithms that are weak by now
 */
public record Target(
    String name, int port, Address address, String group, boolean legacyAlgorithms) {

  /** A target that needs no old algorithms. */
  public Target(String name, int port, Address address, String group) {
    this(name, port, address, group, false);
  }

  @Override
  public String toString() {
    return port == 22 ? name : "[" + name + "]:" + port;
  }
}
