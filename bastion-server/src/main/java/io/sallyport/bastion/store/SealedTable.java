package io.sallyport.bastion.store;

import java.io.IOException;
import java.util.Map;

/** Rows that only their owner can read. Every method waits for the database. */
public interface SealedTable {

  /**
   * All rows by their places.
   *
   * @throws IOException if the database fails; the message is for the operator
   */
  Map<String, byte[]> rows() throws IOException;

  /**
   * Keeps a row, instead of what was in its place.
   *
   * @throws IOException if it is not kept
   */
  void put(String place, byte[] row) throws IOException;

  /**
   * Forgets a row; one that is not there does not matter.
   *
   * @throws IOException if it may still be there
   */
  void delete(String place) throws IOException;

  /**
   * Returns when everything so far would survive a loss of power.
   *
   * @throws IOException if it might not
   */
  void sync() throws IOException;
}
