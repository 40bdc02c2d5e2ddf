package io.sallyport.bastion.policy;

import io.sallyport.config.Address;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A backend that can be reached.
 *
 * @param name the name by which clients ask for it, and which its verifier must know
 * @param port the port by which clients ask for it
 * @param address where it really listens, as seen from where it is connected to
 * @param group its group, for the claim {@code target_group}
 * @param legacyAlgorithms whether it is offered algorithms that are weak by now
 * @param vouching by what it knows that the portal vouches for whoever comes
 * @param via the target through which it is reached, and the login there; absent where the bastion
 *     connects to it by itself
 * @param provision whether people are announced there first, so that accounts are made for them
 */
public record Target(
    String name,
    int port,
    Address address,
    String group,
    boolean legacyAlgorithms,
    VouchingKind vouching,
    Optional<Destination> via,
    boolean provision) {

  /** A target with a verifier, that needs no old algorithms and no other target on the way. */
  public Target(String name, int port, Address address, String group) {
    this(name, port, address, group, false, VouchingKind.TOKEN, Optional.empty());
  }

  /** A target that makes no accounts. */
  public Target(
      String name,
      int port,
      Address address,
      String group,
      boolean legacyAlgorithms,
      VouchingKind vouching,
      Optional<Destination> via) {
    this(name, port, address, group, legacyAlgorithms, vouching, via, false);
  }

  /** The same target, where people are announced. */
  public Target provisioning() {
    return new Target(name, port, address, group, legacyAlgorithms, vouching, via, true);
  }

  /** What lies on the way to it, the first that is met first. */
  public List<Destination> way() {
    return via.map(last -> Stream.concat(last.target().way().stream(), Stream.of(last)).toList())
        .orElse(List.of());
  }

  /** Where the way to it begins: what the bastion itself connects to. */
  public Target entrance() {
    return via.map(last -> last.target().entrance()).orElse(this);
  }

  @Override
  public String toString() {
    return port == 22 ? name : "[" + name + "]:" + port;
  }
}
