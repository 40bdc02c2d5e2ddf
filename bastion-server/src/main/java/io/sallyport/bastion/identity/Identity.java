package io.sallyport.bastion.identity;

import io.sallyport.bastion.offline.CachedPerson;
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
  private final boolean brokeGlass;

  private Identity(
      Kind kind,
      String name,
      Set<String> groups,
      Optional<String> keyFingerprint,
      boolean brokeGlass) {
    this.kind = kind;
    this.name = name;
    this.groups = Set.copyOf(groups);
    this.keyFingerprint = keyFingerprint;
    this.brokeGlass = brokeGlass;
  }

  static Identity person(String name, Set<String> groups) {
    return person(name, groups, false);
  }

  static Identity person(String name, Set<String> groups, boolean brokeGlass) {
    return new Identity(Kind.PERSON, name, groups, Optional.empty(), brokeGlass);
  }

  /** Somebody as the portal has described them before it went down. */
  static Identity offline(CachedPerson person, boolean brokeGlass) {
    return person(person.name(), person.groups(), brokeGlass);
  }

  static Identity serviceAccount(String name, String keyFingerprint) {
    return new Identity(Kind.SERVICE_ACCOUNT, name, Set.of(), Optional.of(keyFingerprint), false);
  }

  public Kind kind() {
    return kind;
  }

  public String name() {
    return name;
  }

  /** The name, and of what; no person is called like a service account's. */
  public String qualifiedName() {
    return kind == Kind.PERSON ? name : "service account " + name;
  }

  /** The groups that the portal named; a service account has none. */
  public Set<String> groups() {
    return groups;
  }

  /** {@code SHA256:…} of the key that a service account proved. */
  public Optional<String> keyFingerprint() {
    return keyFingerprint;
  }

  /** Whether they have come in by their break-glass password. */
  public boolean brokeGlass() {
    return brokeGlass;
  }

  @Override
  public String toString() {
    return name;
  }
}
