package io.sallyport.bastion.hop;

import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.DHFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;

/**
 * Offers, behind everything else, what old devices need to those targets that the operator calls
 * legacy: group14 with SHA-1, ssh-rsa host keys, AES-CTR and AES-CBC, hmac-sha1.
 */
record LegacyAlgorithms(Algorithms algorithms) implements SessionListener {

  /** By its name, because the library has deprecated its constant. */
  private static final DHFactory GROUP14_SHA1 =
      BuiltinDHFactories.resolveFactory("diffie-hellman-group14-sha1");

  @Override
  public void sessionCreated(Session session) {
    if (session instanceof ClientSession connection
        && HostKeyCheck.of(connection.getConnectionContext()).target().legacyAlgorithms()) {
      offer(session);
    }
  }

  private void offer(Session session) {
    session.setKeyExchangeFactories(
        append(
            Algorithms.keyExchangesOfHops(),
            NamedFactory.setUpTransformedFactories(
                true, List.of(GROUP14_SHA1), ClientBuilder.DH2KEX)));
    session.setSignatureFactories(
        append(session.getSignatureFactories(), List.of(BuiltinSignatures.rsa)));
    session.setCipherFactories(
        append(
            algorithms.ciphersWithCtr(),
            List.of(BuiltinCiphers.aes128cbc, BuiltinCiphers.aes256cbc)));
    session.setMacFactories(append(session.getMacFactories(), List.of(BuiltinMacs.hmacsha1)));
  }

  private static <T> List<T> append(List<? extends T> first, List<? extends T> last) {
    return Stream.<T>concat(first.stream(), last.stream()).toList();
  }
}
