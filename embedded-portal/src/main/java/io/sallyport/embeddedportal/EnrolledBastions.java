package io.sallyport.embeddedportal;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bastions that may ask: those that portal.yaml names, and those that enrolled. */
final class EnrolledBastions {
  private final Map<Caller, byte[]> tokenHashes;
  private final Clients clients;
  private final AccessTokens tokens;

  EnrolledBastions(List<Bastion> configured, Clients clients, AccessTokens tokens) {
    this.tokenHashes =
        configured.stream()
            .collect(
                toUnmodifiableMap(
                    bastion -> new Caller(bastion.id(), bastion.group()),
                    bastion -> Sha256.of(bastion.accessToken().reveal())));
    this.clients = clients;
    this.tokens = tokens;
  }

  Admission withToken(String accessToken) throws SQLException {
    Optional<Caller> configured = configured(Sha256.of(accessToken));
    if (configured.isPresent()) {
      return new Admission.Admitted(configured.get());
    }
    return tokens.find(accessToken).flatMap(this::enrolled).orElseGet(Admission.Unknown::new);
  }

  /** Takes the same time whichever it is, and when it is none. */
  private Optional<Caller> configured(byte[] presented) {
    Optional<Caller> found = Optional.empty();
    for (Map.Entry<Caller, byte[]> bastion : tokenHashes.entrySet()) {
      if (MessageDigest.isEqual(presented, bastion.getValue())) {
        found = Optional.of(bastion.getKey());
      }
    }
    return found;
  }

  /** The group is the one that the client has now; a client that was removed takes all along. */
  private Optional<Admission> enrolled(AccessToken token) {
    return clients
        .named(token.client())
        .map(client -> new Caller(token.device(), client.group()))
        .map(caller ->
            token.scope().opensPam()
                ? new Admission.Admitted(caller)
                : new Admission.OutOfScope(caller));
  }
}
