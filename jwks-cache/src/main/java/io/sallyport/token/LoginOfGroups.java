package io.sallyport.token;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;

/**
 * Who may come under a login that no token of a portal such as LemonLDAP::NG can name.
 *
 * @param login on this backend
 * @param groups of which one must stand in the token
 */
public record LoginOfGroups(String login, Set<String> groups) {

  /** Copies the groups. */
  public LoginOfGroups {
    groups = Set.copyOf(groups);
  }

  boolean lets(Collection<String> userGroups, String asked) {
    return login.equals(asked) && !Collections.disjoint(groups, userGroups);
  }
}
