package io.sallyport.bastion.identity;

import io.sallyport.bastion.offline.CachedPerson;
import io.sallyport.serviceaccounts.AccountKey;
import io.sallyport.serviceaccounts.AccountLimits;
import io.sallyport.serviceaccounts.KeyFingerprints;
import io.sallyport.serviceaccounts.ServiceAccount;
import java.net.InetAddress;
import java.time.Instant;
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

  /**
   * How a service account has logged in, and as what it stands in the file.
   *
   * @param key that it has proved
   * @param known as the file knows that key
   * @param from the client's address
   */
  record Proof(ServiceAccount account, KeyFingerprints key, AccountKey known, InetAddress from) {}

  private final Kind kind;
  private final String name;
  private final Set<String> groups;
  private final Optional<Proof> proof;
  private final boolean brokeGlass;

  private Identity(
      Kind kind, String name, Set<String> groups, Optional<Proof> proof, boolean brokeGlass) {
    this.kind = kind;
    this.name = name;
    this.groups = Set.copyOf(groups);
    this.proof = proof;
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

  static Identity serviceAccount(Proof proof) {
    return new Identity(
        Kind.SERVICE_ACCOUNT, proof.account().name(), Set.of(), Optional.of(proof), false);
  }

  Optional<Proof> proof() {
    return proof;
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
    return proof.map(it -> it.key().sha256());
  }

  /** What a service account may do at most; people have no limits of this kind. */
  public AccountLimits limits() {
    return proof.map(it -> it.account().limits()).orElseGet(AccountLimits::none);
  }

  /** When a service account, or the key that it proved, expires; absent: never. */
  Optional<Instant> end() {
    return proof.flatMap(it -> it.account().end(it.known()));
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
