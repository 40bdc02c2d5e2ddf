package io.sallyport.serviceaccounts;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A program that may log in with a key instead of a portal token.
 *
 * @param name its user name at the outer door
 * @param keyFingerprints its keys, each as {@code SHA256:} and unpadded base64, in the order of the
 *     file
 */
public record ServiceAccount(String name, Set<String> keyFingerprints) {

  /** Keeps a copy of the fingerprints. */
  public ServiceAccount {
    keyFingerprints = Collections.unmodifiableSet(new LinkedHashSet<>(keyFingerprints));
  }
}
