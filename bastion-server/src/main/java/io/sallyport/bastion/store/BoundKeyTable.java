package io.sallyport.bastion.store;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** The bound keys, as they are kept. Every method waits for the database; safe for many threads. */
public interface BoundKeyTable {

  /**
   * All of them, expired ones as well.
   *
   * @throws IOException if the database fails; the message is for the operator
   */
  List<BoundKey> all() throws IOException;

  /**
   * Keeps one, in the place of an older one of the same person and key.
   *
   * @throws IOException if it is not kept
   */
  void put(BoundKey key) throws IOException;

  /**
   * Forgets these; those that are not there do not matter.
   *
   * @throws IOException if some of them may still be there
   */
  void remove(Collection<BoundKey.Id> keys) throws IOException;
}
