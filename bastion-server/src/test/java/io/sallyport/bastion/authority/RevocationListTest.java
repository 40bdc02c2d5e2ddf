package io.sallyport.bastion.authority;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.testing.KeygenAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Revocation lists that the real ssh-keygen has made, about certificates that it has signed. */
final class RevocationListTest {

  private final KeygenAuthority ca;

  RevocationListTest(@TempDir Path folder) throws IOException, InterruptedException {
    this.ca = new KeygenAuthority(folder);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "serial: 7, its serial number is revoked",
    "serial: 5-9, its serial number is revoked",
    "'serial: 1\nserial: 7\nserial: 9\nserial: 11', its serial number is revoked",
    "serial: 1-6,",
    "serial: 8-18446744073709551615,",
    "'serial: 1\nserial: 6\nserial: 8',",
    "id: of alice, its key id is revoked",
    "id: of alic,",
  })
  void specification_revokesWhatItNames(String specification, String objection)
      throws IOException, InterruptedException {
    byte[] krl = ca.revoke(specification + "\n");

    assertThat(RevocationListParser.parse(krl).objection(ca.certify("alice", 7)))
        .isEqualTo(Optional.ofNullable(objection));
  }

  @ParameterizedTest
  @ValueSource(strings = {"key: ", "sha1: ", "sha256: "})
  void keyItself_isRevoked_whateverCertificateItIsIn(String kind)
      throws IOException, InterruptedException {
    var certificate = ca.certify("alice", 7);
    byte[] krl = ca.revoke(kind + ca.publicKeyOf("alice") + "\n");

    assertThat(RevocationListParser.parse(krl).objection(certificate))
        .contains("its key is revoked");
    assertThat(RevocationListParser.parse(krl).objection(ca.certify("bob", 7))).isEmpty();
  }

  @Test
  @DisplayName("N11 the key of the authority itself is revoked")
  void authorityItself_isRevoked() throws IOException, InterruptedException {
    byte[] krl = ca.revoke("key: " + ca.publicKey() + "\n");

    assertThat(RevocationListParser.parse(krl).objection(ca.certify("alice", 7)))
        .contains("its authority is revoked");
  }

  @Test
  @DisplayName("numbers of every authority, of which zero is nobody's")
  void serialNumberZero_isNobodys() throws IOException, InterruptedException {
    RevocationList list =
        withSection("01 0000001d 00000000 00000000 20 00000010 0000000000000000 0000000000000007");

    assertThat(list.objection(ca.certify("alice", 0))).isEmpty();
    assertThat(list.objection(ca.certify("alice", 7))).isPresent();
  }

  @Test
  void numbersOfAnotherAuthority_meanNothing() throws IOException, InterruptedException {
    Path other = Files.createDirectory(ca.folder().resolve("other"));
    byte[] krl = new KeygenAuthority(other).revoke("serial: 7\n");

    assertThat(RevocationListParser.parse(krl).objection(ca.certify("alice", 7))).isEmpty();
  }

  @Test
  void scatteredNumbers_areABitmap_ofWhichEachBitCounts() throws IOException, InterruptedException {
    StringBuilder odd = new StringBuilder();
    for (int serial = 101; serial < 400; serial += 2) {
      odd.append("serial: ").append(serial).append('\n');
    }
    RevocationList list = RevocationListParser.parse(ca.revoke(odd.toString()));

    assertThat(list.certificates().getFirst().bitmaps()).isNotEmpty();
    for (int serial : new int[] {100, 101, 102, 399, 400}) {
      assertThat(list.objection(ca.certify("alice", serial)).isPresent())
          .as("%d", serial)
          .isEqualTo(serial % 2 == 1);
    }
  }

  @Test
  void nothing_isAnEmptyList() throws IOException {
    assertThat(RevocationListParser.parse(new byte[0])).isEqualTo(RevocationList.EMPTY);
  }

  @Test
  @DisplayName("N24 a list that was cut anywhere is damaged, or says less but nothing else")
  void cutList_isDamaged() throws IOException, InterruptedException {
    byte[] krl = ca.revoke("serial: 7\nid: of alice\nkey: " + ca.publicKeyOf("alice") + "\n");

    int damaged = 0;
    for (int length = 1; length < krl.length; length++) {
      byte[] cut = Arrays.copyOf(krl, length);
      try {
        var _ = RevocationListParser.parse(cut);
      } catch (IOException e) {
        damaged++;
      }
    }
    // Between two sections, and before the first.
    assertThat(krl.length - 1 - damaged).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "09 00000000, unknown type",
    "ff 0000000a 0000000178 01 00000000, critical",
    "01 0000000d 00000000 00000000 20 00000008, ends too early",
    "01 0000000d 00000000 00000000 77 00000000, unknown kind",
    "03 00000008 00000004 01020304, wrong length",
    "05 00000008 00000004 01020304, wrong length",
  })
  void whatIsNotKnown_mightRevokeSomething(String section, String message)
      throws IOException, InterruptedException {
    assertThatThrownBy(() -> withSection(section))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void extensionThatIsNotCritical_isPassedOver() throws IOException, InterruptedException {
    assertThat(withSection("ff 0000000a 0000000178 00 00000000").certificates()).isEmpty();
  }

  /** A list of one section, in hexadecimal digits. */
  private RevocationList withSection(String section) throws IOException, InterruptedException {
    byte[] head = ca.revoke("");
    byte[] more = HexFormat.of().parseHex(section.replace(" ", ""));
    byte[] krl = Arrays.copyOf(head, head.length + more.length);
    System.arraycopy(more, 0, krl, head.length, more.length);
    return RevocationListParser.parse(krl);
  }

  @Test
  @DisplayName("the lists of a real portal, before and after it has revoked the certificate")
  void listOfARealPortal_isUnderstood() throws IOException, InterruptedException {
    String line =
        RecordedExchange.named("ssh sign").path("certificate").asString("").split(" ", 3)[1];
    var certificate =
        (OpenSshCertificate)
            new ByteArrayBuffer(Base64.getDecoder().decode(line)).getRawPublicKey();

    assertThat(recorded("ssh revoked: KRL").objection(certificate)).isEmpty();
    assertThat(recorded("ssh revoked: KRL after a revocation").objection(certificate))
        .contains("its serial number is revoked");
  }

  private static RevocationList recorded(String name) throws IOException {
    return RevocationListParser.parse(RecordedExchange.bytes(name));
  }

  @Test
  void loginPage_isNoList() {
    assertThatThrownBy(
            () -> RevocationListParser.parse("<html><body>Sign in</body>".getBytes(US_ASCII)))
        .hasMessageContaining("it is no KRL");
  }
}
