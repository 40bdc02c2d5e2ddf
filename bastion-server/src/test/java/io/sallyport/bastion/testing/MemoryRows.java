package io.sallyport.bastion.testing;

import io.sallyport.bastion.store.SealedTable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sealed rows in memory, to be looked at and changed, until the table breaks. */
public final class MemoryRows implements SealedTable {

  private final Map<String, byte[]> rows = new ConcurrentHashMap<>();
  private volatile boolean broken;
  private volatile int writes;
  private volatile Map<String, byte[]> synced = Map.of();

  /** From now on nothing can be kept or removed. */
  public void breakDown() {
    broken = true;
  }

  /** How often a row was kept. */
  public int writes() {
    return writes;
  }

  @Override
  public Map<String, byte[]> rows() {
    return Map.copyOf(rows);
  }

  @Override
  public synchronized void put(String place, byte[] row) throws IOException {
    check();
    writes++;
    rows.put(place, row.clone());
  }

  @Override
  public void delete(String place) throws IOException {
    check();
    rows.remove(place);
  }

  @Override
  public void sync() throws IOException {
    check();
    synced = Map.copyOf(rows);
  }

  /** What would survive a loss of power. */
  public Map<String, byte[]> synced() {
    return synced;
  }

  private void check() throws IOException {
    if (broken) {
      throw new IOException("the table is broken");
    }
  }
}
