package io.sallyport.bastion.door;

import io.sallyport.bastion.keys.BastionKeys;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.keyprovider.HostKeyCertificateProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionContext;

/**
 * The host keys of a door and their certificates: for each connection in the name that its client
 * asked for, signed by the bastion's host CA.
 */
final class HostCertificates {

  private static final Duration LIFE = Duration.ofHours(24);
  private static final Duration SKEW = Duration.ofMinutes(5);

  /** The names in which a door answers to a connection; the host key is the first one's. */
  @FunctionalInterface
  interface Names {
    List<String> of(SessionContext connection);
  }

  private final BastionKeys keys;
  private final Names names;
  private final InstantSource clock;

  HostCertificates(BastionKeys keys, Names names, InstantSource clock) {
    this.keys = keys;
    this.names = names;
    this.clock = clock;
  }

  KeyPairProvider keyPairs() {
    return connection -> List.of(keyPair(connection));
  }

  HostKeyCertificateProvider certificates() {
    return connection -> List.of(certificate(connection));
  }

  private KeyPair keyPair(SessionContext connection) {
    return keys.hostKey(names.of(connection).getFirst());
  }

  private OpenSshCertificate certificate(SessionContext connection) {
    List<String> principals = names.of(connection);
    Instant now = clock.instant();
    try {
      return OpenSshCertificateBuilder.hostCertificate()
          .publicKey(keyPair(connection).getPublic())
          .id("sallyport:" + principals.getFirst())
          .principals(principals)
          .validAfter(now.minus(SKEW))
          .validBefore(now.plus(LIFE))
          .sign(keys.hostCa());
    } catch (Exception e) {
      throw new IllegalStateException("The host CA could not sign a host certificate", e);
    }
  }
}
