package io.sallyport.embeddedportal;

import io.sallyport.serviceaccounts.KeyFingerprints;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import io.sallyport.serviceaccounts.LookUp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everybody whom the portal knows. Safe for many threads. */
final class Directory {
  private final Map<String, Person> people;
  private final LiveServiceAccounts accounts;
  private final InstantSource clock;

  Directory(List<Person> people, LiveServiceAccounts accounts, InstantSource clock) {
    this.people =
        people.stream().collect(Collectors.toUnmodifiableMap(Person::name, Function.identity()));
    this.accounts = accounts;
    this.clock = clock;
  }

  Optional<Person> person(String name) {
    return Optional.ofNullable(people.get(name));
  }

  Optional<Subject> find(String name) {
    return person(name).<Subject>map(Function.identity()).or(() -> account(name));
  }

  private Optional<Subject> account(String name) {
    return accounts
        .current()
        .named(name)
        .filter(account -> account.isGoodAt(clock.instant()))
        .map(account -> new Account(account.name()));
  }

  /**
   * Whether {@code fingerprint} is the one of a key that stands in the file for {@code subject} and
   * is good now.
   */
  boolean hasKey(Subject subject, String fingerprint) {
    return switch (subject) {
      // The portal signs no keys of people, so it knows none.
      case Person _ -> false;
      case Account(String name) ->
          accounts.current().find(name, KeyFingerprints.ofSha256(fingerprint), clock.instant())
              instanceof LookUp.Known;
    };
  }
}
