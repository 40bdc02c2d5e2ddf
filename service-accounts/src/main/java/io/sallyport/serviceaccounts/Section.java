package io.sallyport.serviceaccounts;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What has been read of one section so far.
 *
 * @param line the line of its header
 * @param keys the line of each key
 */
record Section(String name, int line, Map<String, Integer> keys, Set<String> fingerprints) {

  Section(String name, int line) {
    this(name, line, new HashMap<>(), new LinkedHashSet<>());
  }

  ServiceAccount account() {
    return new ServiceAccount(name, fingerprints);
  }
}
