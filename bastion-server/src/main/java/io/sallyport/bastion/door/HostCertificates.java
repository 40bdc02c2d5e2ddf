package io.sallyport.bastion.door;

import io.sallyport.bastion.keys.BastionKeys;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.HostKeyCertificateProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;

/**
 * The host key of a door and its certificate: for each connection in the name that its client asked
 * for, signed by the bastion's host CA.
 *
 * <p>A connection keeps its certificate when it exchanges keys again. OpenSSH then compares it with
 * the one it has seen; only a new one would be checked anew, and against a name that OpenSSH 9.2
 * has already freed.
 */
final class HostCertificates {

  private static final Duration LIFE = Duration.ofHours(24);
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** The names in which a door answers to a connection; the host key is the first one's. */
  @FunctionalInterface
  interface Names {
    List<String> of(Session connection);
  }

  /** What one connection shows for as long as it lasts. */
  private record Shown(KeyPair key, OpenSshCertificate certificate) {}

  private static final AttributeKey<Shown> SHOWN = new AttributeKey<>();

  private final BastionKeys keys;
  private final Names names;
  private final InstantSource clock;

  HostCertificates(BastionKeys keys, Names names, InstantSource clock) {
    this.keys = keys;
    this.names = names;
    this.clock = clock;
  }

  KeyPairProvider keyPairs() {
    return connection -> List.of(shown((Session) connection).key());
  }

  HostKeyCertificateProvider certificates() {
    return connection -> List.of(shown((Session) connection).certificate());
  }

  private Shown shown(Session connection) {
    return connection.computeAttributeIfAbsent(SHOWN, _ -> certify(names.of(connection)));
  }

  private Shown certify(List<String> principals) {
    KeyPair key = keys.hostKey(principals.getFirst());
    Instant now = clock.instant();
    try {
      OpenSshCertificate certificate =
          OpenSshCertificateBuilder.hostCertificate()
              .publicKey(key.getPublic())
              .id("sallyport:" + principals.getFirst())
              .principals(principals)
              .validAfter(now.minus(SKEW))
              .validBefore(now.plus(LIFE))
              .sign(keys.hostCa());
      return new Shown(key, certificate);
    } catch (Exception e) {
      throw new IllegalStateException("The host CA could not sign a host certificate", e);
    }
  }
}
