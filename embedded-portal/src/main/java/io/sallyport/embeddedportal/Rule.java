package io.sallyport.embeddedportal;

import java.util.List;
import java.util.Set;

/**
 * One permission, as written under {@code rules} in portal.yaml.
 *
 * @param serverGroup the group of servers that it is about
 * @param services what may be used there
 * @param groups whose members may
 */
public record Rule(String serverGroup, Set<Service> services, List<String> groups) {

  /** Copies the lists. */
  public Rule {
    services = Set.copyOf(services);
    groups = List.copyOf(groups);
  }
}
