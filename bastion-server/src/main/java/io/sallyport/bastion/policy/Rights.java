package io.sallyport.bastion.policy;

import io.sallyport.bastion.policy.PolicyFile.PolicyRule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a rule allows within the sessions that it grants. */
record Rights(
    Set<ChannelKind> channels,
    List<EndpointPattern> forwardTo,
    List<EndpointPattern> listenOn,
    boolean sshForwards,
    Optional<Duration> maxSession,
    Optional<Duration> idleTimeout) {

  static Rights of(PolicyRule rule) {
    return new Rights(
        Set.copyOf(rule.channels()),
        rule.forwardTo().stream().map(EndpointPattern::parse).toList(),
        rule.listenOn().stream().map(EndpointPattern::parse).toList(),
        rule.sshForwards(),
        rule.maxSession(),
        rule.idleTimeout());
  }

  boolean mayConnect(Endpoint endpoint) {
    return forwardTo.stream().anyMatch(pattern -> pattern.allowsConnecting(endpoint));
  }

  /**
   * Where ports may be forwarded to, as coarsely as sshd's {@code permitopen} says it. Nothing,
   * which is anywhere, with a socket among them: that option can name none, and shuts out all.
   */
  List<String> permitOpen() {
    boolean sockets = forwardTo.stream().anyMatch(EndpointPattern.OfSockets.class::isInstance);
    return sockets
        ? List.of()
        : forwardTo.stream().flatMap(EndpointPattern::permitOpen).distinct().toList();
  }

  boolean mayListen(Endpoint endpoint) {
    return listenOn.stream().anyMatch(pattern -> pattern.allowsListening(endpoint));
  }
}
