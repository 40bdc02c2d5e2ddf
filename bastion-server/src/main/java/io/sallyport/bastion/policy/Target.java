package io.sallyport.bastion.policy;

import io.sallyport.config.Address;

/**
 * A backend that can be reached.
 *
 * @param name the name by which clients ask for it, and which its verifier must know
 * @param port the port by which clients ask for it
 * @param address where it really listens
 * @param group its group, for the claim {@code target_group}
 */
public record Target(String name, int port, Address address, String group) {

  @Override
  public String toString() {
    return port == 22 ? name : "[" + name + "]:" + port;
  }
}
