package io.sallyport.embeddedportal.people;

import java.util.List;

/**
 * Somebody whom the portal's own database knows.
 *
 * @param name what they type before the {@code @} of an ssh command
 * @param groups what rules and policies decide by
 * @param state whether they can sign in
 */
public record LocalPerson(String name, List<String> groups, State state) {

  /** Whether somebody can sign in. */
  public enum State {
    /** Their invitation waits for them. */
    INVITED,
    /** They have a password and a second factor. */
    ACTIVE,
    /** An operator has locked them out. */
    DISABLED
  }

  /** Keeps a copy of the groups. */
  public LocalPerson {
    groups = List.copyOf(groups);
  }
}
