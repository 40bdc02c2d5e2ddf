package io.sallyport.bastion.relay;

import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Endpoint;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a client has lent to a backend, and had it listen on: for those the backend may ask for
 * channels, for anything else not.
 */
final class Lent {

  private final Set<ChannelKind> kinds = ConcurrentHashMap.newKeySet();
  private final Set<Endpoint> listening = ConcurrentHashMap.newKeySet();

  void add(ChannelKind kind) {
    kinds.add(kind);
  }

  boolean has(ChannelKind kind) {
    return kinds.contains(kind);
  }

  /** In the words of the request, with the port that was really taken. */
  void add(Endpoint endpoint) {
    listening.add(endpoint);
  }

  void remove(Endpoint endpoint) {
    listening.remove(endpoint);
  }

  /** Some backends name the port's address otherwise than it was asked for; the port counts. */
  boolean listens(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.Tcp(_, int port) ->
          listening.stream().anyMatch(own -> own instanceof Endpoint.Tcp(_, int p) && p == port);
      case Endpoint.Socket socket -> listening.contains(socket);
    };
  }
}
