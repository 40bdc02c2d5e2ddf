package io.sallyport.embeddedportal;

import io.sallyport.config.Address;
import io.sallyport.config.Between;
import io.sallyport.config.Default;
import io.sallyport.config.Loaded;
import io.sallyport.config.Problem;
import io.sallyport.serviceaccounts.LiveServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The contents of portal.yaml; {@code config/examples/portal.yaml} explains every key.
 *
 * @param listen where HTTP is served; a loopback address
 * @param issuer the exact {@code iss} of bastion tokens, and the base of the URLs in the discovery
 *     document
 * @param state the folder, 0700, of the database and the signing key
 * @param control the Unix-domain socket, 0600, for the command line
 * @param tokenTtl the life of a portal token
 * @param bastionTokenTtl the life of a bastion token
 * @param offlineTtl for how long bastions may believe that somebody may go on when the portal is
 *     down; zero: not at all
 * @param people who may fetch portal tokens
 * @param serviceAccounts the file of the service accounts that bastion tokens are signed for
 * @param bastions who may ask the portal with an access token of this file
 * @param clients under whose names bastions enrol for access tokens of their own
 * @param rules who may use what; what no rule allows is denied
 */
public record PortalConfig(
    Address listen,
    URI issuer,
    Path state,
    Path control,
    @Default("10m") @Between(min = "1s", max = "1h") Duration tokenTtl,
    @Default("300s") @Between(min = "1s", max = "300s") Duration bastionTokenTtl,
    @Default("1d") @Between(min = "0s", max = "30d") Duration offlineTtl,
    @Default("") List<Person> people,
    Optional<Path> serviceAccounts,
    @Default("") List<Bastion> bastions,
    @Default("") List<Client> clients,
    @Default("") List<Rule> rules) {

  /**
   * Checks what concerns more than one value.
   *
   * @throws IllegalArgumentException if the values do not fit together
   */
  public PortalConfig {
    ConfigRules.loopback(listen);
    ConfigRules.webAddress(issuer);
    ConfigRules.databaseFolder(state);
    ConfigRules.unique("people", "name", people, Person::name);
    ConfigRules.unique("bastions", "id", bastions, Bastion::id);
    ConfigRules.unique(
        "bastions", "access_token", bastions, bastion -> bastion.accessToken().reveal());
    ConfigRules.unique("clients", "id", clients, Client::id);
    people = List.copyOf(people);
    bastions = List.copyOf(bastions);
    clients = List.copyOf(clients);
    rules = List.copyOf(rules);
  }

  /**
   * Reads the service accounts' file; without one there are none. A name that somebody under {@code
   * people} has is a problem, for the portal could not tell the two apart.
   */
  public Loaded<ServiceAccounts> readServiceAccounts() {
    return serviceAccounts
        .map(this::readServiceAccounts)
        .orElseGet(() -> new Loaded.Valid<>(ServiceAccounts.none()));
  }

  /** The same, and what becomes of the file later; the exception has all problems. */
  LiveServiceAccounts watchServiceAccounts(InstantSource clock) throws IOException {
    return serviceAccounts.isEmpty()
        ? LiveServiceAccounts.fixed(ServiceAccounts.none())
        : LiveServiceAccounts.watch(serviceAccounts.get(), this::readServiceAccounts, clock);
  }

  private Loaded<ServiceAccounts> readServiceAccounts(Path file) {
    return withoutPeople(file, ServiceAccountsFile.read(file));
  }

  private Loaded<ServiceAccounts> withoutPeople(Path file, Loaded<ServiceAccounts> loaded) {
    if (!(loaded instanceof Loaded.Valid(ServiceAccounts accounts))) {
      return loaded;
    }
    List<Problem> problems =
        people.stream()
            .filter(person -> accounts.named(person.name()).isPresent())
            .map(person -> new Problem(0, person.name(), "is a person in portal.yaml; rename one"))
            .toList();
    return problems.isEmpty() ? loaded : new Loaded.Invalid<>(file, problems);
  }
}
