package io.sallyport.embeddedportal;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bastions that may ask, by the SHA-256 of their access tokens. Immutable. */
final class EnrolledBastions {
  private final Map<Caller, byte[]> tokenHashes;

  EnrolledBastions(List<Bastion> bastions) {
    tokenHashes =
        bastions.stream()
            .collect(
                toUnmodifiableMap(
                    bastion -> new Caller(bastion.id(), bastion.group()),
                    bastion -> Sha256.of(bastion.accessToken().reveal())));
  }

  /** Whose token it is. Takes the same time whichever it is, and when it is nobody's. */
  Optional<Caller> withToken(String accessToken) {
    byte[] presented = Sha256.of(accessToken);
    Optional<Caller> found = Optional.empty();
    for (Map.Entry<Caller, byte[]> enrolled : tokenHashes.entrySet()) {
      if (MessageDigest.isEqual(presented, enrolled.getValue())) {
        found = Optional.of(enrolled.getKey());
      }
    }
    return found;
  }
}
