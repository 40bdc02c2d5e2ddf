package io.sallyport.bastion.testing;

import io.sallyport.bastion.store.BoundKey;
import io.sallyport.bastion.store.BoundKeyTable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bound keys in memory, until the table breaks. */
public final class MemoryKeys implements BoundKeyTable {

  private final Map<BoundKey.Id, BoundKey> keys = new ConcurrentHashMap<>();
  private volatile boolean broken;

  /** From now on nothing can be kept or removed. */
  public void breakDown() {
    broken = true;
  }

  @Override
  public List<BoundKey> all() {
    return List.copyOf(keys.values());
  }

  @Override
  public void put(BoundKey key) throws IOException {
    check();
    keys.put(key.id(), key);
  }

  @Override
  public void remove(Collection<BoundKey.Id> gone) throws IOException {
    check();
    keys.keySet().removeAll(gone);
  }

  private void check() throws IOException {
    if (broken) {
      throw new IOException("the table is broken");
    }
  }
}
