package io.sallyport.bastion.hop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.config.Address;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KnownHostsTest {

  private static final Target WEB = target("web-01", 22);
  private static final PublicKey KEY = Ed25519.fresh().getPublic();
  private static final PublicKey OTHER = Ed25519.fresh().getPublic();

  private final Path file;

  KnownHostsTest(@TempDir Path folder) {
    this.file = folder.resolve("known_hosts");
  }

  @Test
  void keyThatIsWrittenDown_isKnown() throws IOException {
    write(line("web-01", KEY));

    assertThat(judge(WEB, KEY)).isEqualTo(new HostKeyVerdict.Known());
  }

  @Test
  void keyOfAHostThatIsNotWrittenDown_isRefusedWithItsFingerprint() throws IOException {
    write(line("web-02", KEY));

    assertThat(judge(WEB, KEY))
        .isEqualTo(
            new HostKeyVerdict.Refused(
                "web-01 showed ssh-ed25519 "
                    + Identities.fingerprint(KEY)
                    + ", and known_hosts has no key of it"));
  }

  @Test
  void keyThatHasChanged_isRefusedWithItsFingerprint() throws IOException {
    write(line("web-01", OTHER));

    assertThat(judge(WEB, KEY))
        .isEqualTo(
            new HostKeyVerdict.Refused(
                "web-01 showed ssh-ed25519 "
                    + Identities.fingerprint(KEY)
                    + ", and known_hosts has another one"));
  }

  @Test
  void keyThatIsRevoked_isRefused_whereverTheLineStands() throws IOException {
    for (String lines :
        new String[] {
          line("web-01", KEY) + "@revoked " + line("web-01", KEY),
          "@revoked " + line("web-01", KEY) + line("web-01", KEY),
          "@revoked " + line("*", KEY) + line("web-01", KEY)
        }) {
      write(lines);

      assertThat(judge(WEB, KEY))
          .isInstanceOfSatisfying(
              HostKeyVerdict.Refused.class,
              refused -> assertThat(refused.reason()).endsWith("which is revoked"));
    }
  }

  @Test
  void keyOfACertificateAuthority_isNoHostKey() throws IOException {
    write("@cert-authority " + line("web-01", KEY));

    assertThat(judge(WEB, KEY)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  void hashedName_isFound_andOnlyThatOne() throws Exception {
    write(line(hashed("web-01"), KEY));

    assertThat(judge(WEB, KEY)).isInstanceOf(HostKeyVerdict.Known.class);
    assertThat(judge(target("web-02", 22), KEY)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  void hashedNameWithPort_isFoundForThatPort() throws Exception {
    write(line(hashed("[web-01]:2222"), KEY));

    assertThat(judge(target("web-01", 2222), KEY)).isInstanceOf(HostKeyVerdict.Known.class);
    assertThat(judge(WEB, KEY)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  void nameInBracketsWithPort_isForThatPortOnly() throws IOException {
    write(line("[web-01]:2222", KEY));

    assertThat(judge(target("web-01", 2222), KEY)).isInstanceOf(HostKeyVerdict.Known.class);
    assertThat(judge(target("web-01", 2223), KEY)).isInstanceOf(HostKeyVerdict.Refused.class);
    assertThat(judge(WEB, KEY)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  void plainName_isForPort22Only() throws IOException {
    write(line("web-01", KEY));

    assertThat(judge(target("web-01", 2222), KEY)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  void addressBehindATarget_isNotItsName() throws IOException {
    write(line("127.0.0.1,[127.0.0.1]:2201", KEY));

    assertThat(judge(WEB, KEY)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  void severalNamesAndPatterns_standInOneLine() throws IOException {
    write(line("db-*,!db-09,web-01", KEY));

    assertThat(judge(WEB, KEY)).isInstanceOf(HostKeyVerdict.Known.class);
    assertThat(judge(target("db-01", 22), KEY)).isInstanceOf(HostKeyVerdict.Known.class);
    assertThat(judge(target("db-09", 22), KEY)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  void severalKeysOfOneHost_areAllKnown_andTheirTypesAsked() throws Exception {
    PublicKey rsa = rsa();
    PublicKey ecdsa = ecdsa();
    write(
        "# a comment\n\n"
            + line("web-01", rsa)
            + line("web-01", ecdsa)
            + line("web-01", KEY)
            + "@revoked "
            + line("web-01", OTHER));

    KnownHosts known = KnownHosts.of(WEB, file);

    assertThat(known.keyTypes()).containsExactly("ssh-rsa", "ecdsa-sha2-nistp256", "ssh-ed25519");
    assertThat(known.judge(rsa)).isInstanceOf(HostKeyVerdict.Known.class);
    assertThat(known.judge(ecdsa)).isInstanceOf(HostKeyVerdict.Known.class);
    assertThat(known.judge(KEY)).isInstanceOf(HostKeyVerdict.Known.class);
    assertThat(known.judge(OTHER)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  @DisplayName("N04 the same modulus with another exponent is another key")
  void keysAreComparedWhole() throws Exception {
    RSAPublicKey rsa = rsa();
    write(line("web-01", rsa));
    PublicKey forged =
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), BigInteger.valueOf(3)));

    assertThat(judge(WEB, rsa)).isInstanceOf(HostKeyVerdict.Known.class);
    assertThat(judge(WEB, forged)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  void emptyFile_knowsNobody() throws IOException {
    write("");

    assertThat(KnownHosts.of(WEB, file).keyTypes()).isEmpty();
    assertThat(judge(WEB, KEY)).isInstanceOf(HostKeyVerdict.Refused.class);
  }

  @Test
  void missingFile_isAnErrorThatNamesIt() {
    assertThatThrownBy(() -> KnownHosts.of(WEB, file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("known_hosts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"web-01", "web-01 ssh-ed25519", "|1|x web-01", "@revoked web-01 ssh-ed25519"})
  void lineThatIsNone_isAnError_forItMayHaveBeenARevocation(String line) throws IOException {
    write(line("web-01", KEY) + line + "\n");

    assertThatThrownBy(() -> KnownHosts.of(WEB, file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2 of ")
        .hasMessageContaining("known_hosts");
  }

  private HostKeyVerdict judge(Target target, PublicKey shown) throws IOException {
    return KnownHosts.of(target, file).judge(shown);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
  }

  private static String line(String names, PublicKey key) {
    return names + " " + PublicKeyEntry.toString(key) + "\n";
  }

  /** As {@code ssh-keygen -H} writes it: HMAC-SHA1 of the name under a random salt. */
  private static String hashed(String name) throws Exception {
    byte[] salt = new byte[20];
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(salt, "HmacSHA1"));
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] hash = mac.doFinal(name.getBytes(UTF_8));
    return "|1|" + base64.encodeToString(salt) + "|" + base64.encodeToString(hash);
  }

  private static RSAPublicKey rsa() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return (RSAPublicKey) generator.generateKeyPair().getPublic();
  }

  private static PublicKey ecdsa() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair().getPublic();
  }

  private static Target target(String name, int port) {
    return new Target(name, port, new Address("127.0.0.1", 2201), "default");
  }
}
