package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.WithBastion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doors show of themselves. MINA's client checks the name in the certificate. */
final class HostCertificateTest extends WithBastion {

  HostCertificateTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void doors_haveTheKeysOfTheirNames() throws Exception {
    ClientSession outer = ansible();
    ClientSession web = client.jump(outer, "deploy", "web-01", 22);

    assertThat(KeyUtils.compareKeys(plain(outer), bastion.keys.hostKey("bastion").getPublic()))
        .isTrue();
    assertThat(KeyUtils.compareKeys(plain(web), bastion.keys.hostKey("web-01").getPublic()))
        .isTrue();
  }

  @Test
  @DisplayName("N18 the certificate is in the name that the client asked for, spelled as it did")
  void innerDoor_certifiesTheNameThatWasAskedFor() throws Exception {
    ClientSession outer = ansible();
    client.lenient(false);

    for (String spelling : new String[] {"web-01", "WEB-01", "web-01."}) {
      assertThatThrownBy(() -> client.jump(outer, "deploy", spelling, 22))
          .hasMessageContaining("allowed=[" + spelling + "]");
    }
  }

  @Test
  void certificateInTheNameThatIsConnectedTo_isGoodForAStrictClient() throws Exception {
    bastion
        .policy(Rules.policy(Rules.rule("ops", "*", "deploy")))
        .target(bastion.backend.target("127.0.0.1"));
    Files.writeString(bastion.knownHosts(), bastion.backend.knownAs("127.0.0.1"));
    ClientSession outer = ansible();
    client.lenient(false);

    ClientSession inner = client.jump(outer, "deploy", "127.0.0.1", 22);

    assertThat(inner.isAuthenticated()).isTrue();
    OpenSshCertificate certificate = (OpenSshCertificate) inner.getServerKey();
    assertThat(certificate.getType()).isEqualTo(OpenSshCertificate.Type.HOST);
    assertThat(certificate.getPrincipals()).containsExactly("127.0.0.1");
    assertThat(KeyUtils.compareKeys(certificate.getCaPubKey(), bastion.keys.hostCa().getPublic()))
        .isTrue();
    Instant now = InstantSource.system().instant();
    assertThat(Instant.ofEpochSecond(certificate.getValidBefore()))
        .isBefore(now.plusSeconds(24 * 3600 + 1));
  }

  private static PublicKey plain(ClientSession session) {
    return session.getServerKey() instanceof OpenSshCertificate certificate
        ? certificate.getCertPubKey()
        : session.getServerKey();
  }
}
