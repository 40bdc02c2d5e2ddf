package io.sallyport.embeddedportal;

import io.sallyport.serviceaccounts.ServiceAccounts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everybody whom the portal knows. Immutable. */
final class Directory {
  private final Map<String, Person> people;
  private final ServiceAccounts accounts;

  Directory(List<Person> people, ServiceAccounts accounts) {
    this.people =
        people.stream().collect(Collectors.toUnmodifiableMap(Person::name, Function.identity()));
    this.accounts = accounts;
  }

  Optional<Person> person(String name) {
    return Optional.ofNullable(people.get(name));
  }

  Optional<Subject> find(String name) {
    return person(name).<Subject>map(Function.identity()).or(() -> account(name));
  }

  private Optional<Subject> account(String name) {
    return accounts.named(name).map(account -> new Account(account.name()));
  }

  /**
   * Whether {@code fingerprint} is the one of a key that stands in the file for {@code subject}.
   */
  boolean hasKey(Subject subject, String fingerprint) {
    return switch (subject) {
      // The portal signs no keys of people, so it knows none.
      case Person _ -> false;
      case Account(String name) -> accounts.accountWithFingerprint(name, fingerprint).isPresent();
    };
  }
}
