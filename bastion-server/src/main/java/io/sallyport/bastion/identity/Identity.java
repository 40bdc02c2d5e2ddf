package io.sallyport.bastion.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Who is there, after authentication. Only an authenticator of this package makes one, so holding
 * one is the proof.
 */
public final class Identity {

  /** What an identity is. */
  public enum Kind {
    PERSON,
    SERVICE_ACCOUNT
  }

  private final Kind kind;
  private final String name;
  private final Set<String> groups;
  private final Optional<String> keyFingerprint;

  private Identity(Kind kind, String name, Set<String> groups, Optional<String> keyFingerprint) {
    this.kind = kind;
    this.name = name;
    this.groups = Set.copyOf(groups);
    this.keyFingerprint = keyFingerprint;
  }

  static Identity person(String name, Set<String> groups) {
    return new Identity(Kind.PERSON, name, groups, Optional.empty());
  }

  static Identity serviceAccount(String name, String keyFingerprint) {
    return new Identity(Kind.SERVICE_ACCOUNT, name, Set.of(), Optional.of(keyFingerprint));
  }

  public Kind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  /** The groups that the portal named; a service account has none. */
  public Set<String> groups() {
    return groups;
  }

  /** {@code SHA256:…} of the key that a service account proved. */
  public Optional<String> keyFingerprint() {
    return keyFingerprint;
  }

  @Override
  public String toString() {
    return name;
  }
}
