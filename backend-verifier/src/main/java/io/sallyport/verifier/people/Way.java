package io.sallyport.verifier.people;

import java.io.IOException;
import java.util.Set;

/** How accounts are made and removed. Doing it again after a half-done try completes it. */
sealed interface Way permits DropIns, UserAdd {

  /** Makes a group. */
  void makeGroup(String name, int gid) throws IOException;

  /** Makes or renews an account, which is in exactly these groups besides its own. */
  void make(Person person, Set<String> groups) throws IOException;

  /** Removes the account and its memberships; the home stays. */
  void remove(Person person) throws IOException;
}
