package io.sallyport.embeddedportal;

import java.util.List;
import java.util.Map;

/**
 * A service account of the portal's service-accounts file.
 *
 * @param name the section's name in that file
 */
record Account(String name) implements Subject {

  /** The group that rules name to allow service accounts. */
  static final String GROUP = "service-accounts";

  @Override
  public List<String> groups() {
    return List.of(GROUP);
  }

  @Override
  public Map<String, String> attributes() {
    return Map.of();
  }
}
