package io.sallyport.bastion.gate;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often logins from an address have failed since the last good one. Remembers the addresses
 * that failed most recently, so that a flood of addresses cannot fill the memory.
 */
public final class FailedLogins {

  private static final int MOST_ADDRESSES = 10_000;

  // Guarded by this.
  private final Map<InetAddress, Integer> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Integer> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  /** Counts a failure; returns how many there are now. */
  public synchronized int failed(InetAddress address) {
    return failures.merge(address, 1, Integer::sum);
  }

  /** A login was good: the count begins anew. */
  public synchronized void succeeded(InetAddress address) {
    failures.remove(address);
  }
}
