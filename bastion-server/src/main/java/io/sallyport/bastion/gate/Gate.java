package io.sallyport.bastion.gate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The gate before the outer door: counts who is connected and refuses whoever is too many. Called
 * on the accepting thread, so it only counts.
 */
public final class Gate {

  private final GateLimits limits;

  // Guarded by this.
  private final Set<InetSocketAddress> inside = new HashSet<>();
  private final Map<InetAddress, Integer> perAddress = new HashMap<>();

  public Gate(GateLimits limits) {
    this.limits = limits;
  }

  /** Lets a client in, or not. */
  public synchronized boolean admit(InetSocketAddress client) {
    int same = perAddress.getOrDefault(client.getAddress(), 0);
    if (inside.size() >= limits.maxConnections() || same >= limits.maxConnectionsPerAddress()) {
      return false;
    }
    if (inside.add(client)) {
      perAddress.put(client.getAddress(), same + 1);
    }
    return true;
  }

  /** A client is gone; one that was never let in changes nothing. */
  public synchronized void leave(InetSocketAddress client) {
    if (inside.remove(client)) {
      perAddress.computeIfPresent(client.getAddress(), (_, count) -> count == 1 ? null : count - 1);
    }
  }
}
