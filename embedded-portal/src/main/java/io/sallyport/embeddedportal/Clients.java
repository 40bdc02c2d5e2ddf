package io.sallyport.embeddedportal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The OAuth clients of portal.yaml. Immutable. */
final class Clients {
  private final Map<String, Client> clients;

  Clients(List<Client> clients) {
    this.clients =
        clients.stream().collect(Collectors.toUnmodifiableMap(Client::id, Function.identity()));
  }

  Optional<Client> named(String id) {
    return Optional.ofNullable(clients.get(id));
  }
}
