package io.sallyport.bastion.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BastionKeysTest {

  private final Path state;
  private final Path secret;

  BastionKeysTest(@TempDir Path folder) {
    this.state = folder.resolve("state");
    this.secret = state.resolve("master-secret");
  }

  @Test
  void firstStart_makesAPrivateSecretInAPrivateFolder() throws IOException {
    var _ = BastionKeys.in(state);

    assertThat(Files.readAllBytes(secret)).hasSize(32);
    assertThat(mode(secret)).isEqualTo("rw-------");
    assertThat(mode(state)).isEqualTo("rwx------");
  }

  @Test
  void sameState_isSameKeys() throws IOException {
    BastionKeys first = BastionKeys.in(state);
    BastionKeys again = BastionKeys.in(state);

    assertThat(again.hostCa().getPublic()).isEqualTo(first.hostCa().getPublic());
    assertThat(again.hopCa().getPublic()).isEqualTo(first.hopCa().getPublic());
    assertThat(again.hostKey("web-01").getPublic()).isEqualTo(first.hostKey("web-01").getPublic());
  }

  @Test
  void otherState_isOtherKeys() throws IOException {
    BastionKeys here = BastionKeys.in(state);
    BastionKeys there = BastionKeys.in(state.resolveSibling("other"));

    assertThat(there.hostCa().getPublic()).isNotEqualTo(here.hostCa().getPublic());
    assertThat(there.hostKey("a").getPublic()).isNotEqualTo(here.hostKey("a").getPublic());
  }

  @Test
  void otherNameAndOtherPurpose_areOtherKeys() throws IOException {
    BastionKeys keys = BastionKeys.in(state);

    assertThat(keys.hostKey("web-02").getPublic()).isNotEqualTo(keys.hostKey("web-01").getPublic());
    assertThat(keys.hostCa().getPublic()).isNotEqualTo(keys.hopCa().getPublic());
    assertThat(keys.hostKey("host-ca").getPublic()).isNotEqualTo(keys.hostCa().getPublic());
  }

  @Test
  void upperAndLowerCase_areOneName() throws IOException {
    BastionKeys keys = BastionKeys.in(state);

    assertThat(keys.hostKey("WEB-01").getPublic()).isEqualTo(keys.hostKey("web-01").getPublic());
  }

  /**
   * The keys of the secret 00 01 … 1f, computed once with another implementation (HKDF by hand from
   * HMAC-SHA256, Ed25519 of OpenSSL). Whoever changes them makes every client ask about new keys.
   */
  @Test
  void derivation_neverChanges() throws IOException {
    byte[] known = new byte[32];
    for (int i = 0; i < known.length; i++) {
      known[i] = (byte) i;
    }
    store(known);

    BastionKeys keys = BastionKeys.in(state);

    assertThat(raw(keys.hostCa().getPublic().getEncoded()))
        .isEqualTo("4f57c06f05fb01d754bc302bf10c1e43370602578caa8579bce9c8835f4c8838");
    assertThat(raw(keys.hopCa().getPublic().getEncoded()))
        .isEqualTo("7b94cc9f9147f6a18ae43a5b0e75633c6c8dcfafa1911f26d321e624062ae386");
    assertThat(raw(keys.hostKey("web-01").getPublic().getEncoded()))
        .isEqualTo("a374740ca1e5d8a36eea3c4765bf60422187284dc4b918fe1ac1b9f45a66e7a2");
  }

  @Test
  void keys_areEd25519ForOpenSsh() throws IOException {
    assertThat(PublicKeyEntry.toString(BastionKeys.in(state).hostCa().getPublic()))
        .startsWith("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI");
  }

  @Test
  void secretThatOthersCanRead_isRefusedWithTheRemedy() throws IOException {
    store(new byte[32]);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> BastionKeys.in(state))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("master-secret")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void secretOf31Or33Bytes_isRefusedAndKept() throws IOException {
    for (int length : new int[] {0, 31, 33}) {
      store(new byte[length]);

      assertThatThrownBy(() -> BastionKeys.in(state))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("has " + length + " bytes instead of 32")
          .hasMessageContaining("backup");
      assertThat(Files.readAllBytes(secret)).hasSize(length);
    }
  }

  @Test
  void check_makesNothing_andFindsADamagedSecret() throws IOException {
    BastionKeys.check(state);
    assertThat(state).doesNotExist();

    store(new byte[31]);
    assertThatThrownBy(() -> BastionKeys.check(state)).isInstanceOf(IOException.class);

    store(new byte[32]);
    BastionKeys.check(state);
  }

  private void store(byte[] bytes) throws IOException {
    if (Files.notExists(state)) {
      Files.createDirectory(
          state,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.deleteIfExists(secret);
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(secret, bytes);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  /** The last 32 bytes of an X.509 Ed25519 key are the key (RFC 8410). */
  private static String raw(byte[] x509) {
    return HexFormat.of().formatHex(x509, x509.length - 32, x509.length);
  }
}
