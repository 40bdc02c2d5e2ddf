package io.sallyport.bastion.offline;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The place where passwords are hashed: each takes some tenths of a second and 64 MiB, so few at a
 * time, on threads of their own that nobody else waits for; and few that wait from each address.
 */
final class Hashing implements AutoCloseable {

  private static final int AT_A_TIME = 2;

  /** From one address, those that wait and those that run. */
  static final int FROM_AN_ADDRESS = 4;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_A_TIME, Thread.ofPlatform().daemon().name("hashing-", 0).factory());
  private final Map<InetAddress, Integer> pending = new ConcurrentHashMap<>();

  /**
   * Runs what hashes, when its turn has come; not at all if too many of this address wait.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  <T> Optional<T> run(InetAddress address, Callable<T> work) throws InterruptedException {
    if (pending.merge(address, 1, Integer::sum) > FROM_AN_ADDRESS) {
      leave(address);
      return Optional.empty();
    }
    try {
      return Optional.of(threads.submit(work).get());
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e);
    } finally {
      leave(address);
    }
  }

  private void leave(InetAddress address) {
    pending.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public void close() {
    threads.shutdown(); // who waits for a turn must not wait for ever
  }
}
