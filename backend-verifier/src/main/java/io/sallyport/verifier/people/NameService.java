package io.sallyport.verifier.people;

import java.io.IOException;
import java.util.Optional;

/** Whom this machine knows, from whatever source. */
interface NameService {

  /**
   * An account or a group.
   *
   * @param id its number
   * @param comment what the account says of its owner; a group says nothing
   */
  record Entry(String name, long id, String comment) {}

  /** The account of this name. */
  Optional<Entry> user(String name) throws IOException;

  /** The account of this number. */
  Optional<Entry> user(int uid) throws IOException;

  /** The group of this name. */
  Optional<Entry> group(String name) throws IOException;

  /** The group of this name in the machine's own /etc/group, where people can be added to it. */
  Optional<Entry> localGroup(String name) throws IOException;

  /** The group of this number. */
  Optional<Entry> group(int gid) throws IOException;

  /** Whether this machine has nss-systemd at all. */
  boolean hasSystemd() throws IOException;
}
