package io.sallyport.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceAccountsFileTest {
  private static final String ONE = TestKeys.ED25519_FINGERPRINT;
  private static final String TWO = TestKeys.RSA_FINGERPRINT;
  private static final String KEYGEN = "; write what `ssh-keygen -lf KEY.pub` prints as SHA256:...";

  private final Path file;

  ServiceAccountsFileTest(@TempDir Path folder) {
    file = folder.resolve("accounts.conf");
  }

  @Test
  void accounts_areReadWithTheirKeysInOrder() throws IOException {
    ServiceAccounts accounts =
        accounts(
            """
            # who may come without a token
            [ansible]
            key_fingerprint = %s

            ; every night
            [backup]
              key_fingerprint=%s ,SHA256:K4ql0XCVmyAWy+Zvjlo4hcFZ8Hwrf44oQB26mKtuaHI
            """
                .formatted(ONE, TWO));

    assertThat(fingerprints(accounts, "ansible")).containsExactly(ONE);
    assertThat(fingerprints(accounts, "backup"))
        .containsExactly(TWO, "SHA256:K4ql0XCVmyAWy+Zvjlo4hcFZ8Hwrf44oQB26mKtuaHI");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nobody yet\n"})
  void fileWithoutAccounts_isValid(String text) throws IOException {
    assertThat(accounts(text).named("ansible")).isEmpty();
  }

  @Test
  void lineEndsOfWindows_areLineEnds() throws IOException {
    ServiceAccounts accounts = accounts("[a]\r\nkey_fingerprint = " + ONE + "\r\n");
    assertThat(fingerprints(accounts, "a")).containsExactly(ONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "_", "a-1_b", "a2345678901234567890123456789012"})
  void name_isOfTheFormOfAUserName(String name) throws IOException {
    assertThat(accounts("[" + name + "]\nkey_fingerprint = " + ONE).named(name)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-a",
        "1a",
        "A",
        "aB",
        "a b",
        "a.b",
        "a@b",
        "a/../b",
        "a$",
        "é",
        "aé",
        "a;b",
        "a23456789012345678901234567890123"
      })
  void name_hasNoOtherForm(String name) throws IOException {
    assertThat(report("[" + name + "]\nkey_fingerprint = " + ONE))
        .containsExactly(
            "accounts.conf:1: "
                + (name.isEmpty() ? "" : name + ": ")
                + "is not an account name; use a-z, 0-9, _ and -, start with a letter or _, at"
                + " most 32 characters");
  }

  @Test
  void accountThatStandsTwice_isRefused() throws IOException {
    assertThat(
            report("[a]\nkey_fingerprint = " + ONE + "\n[b]\nkey_fingerprint = " + TWO + "\n[a]\n"))
        .containsExactly(
            "accounts.conf:5: a: stands here twice, first on line 1; keep one of them",
            "accounts.conf:5: a: has no key_fingerprint; add one");
  }

  @Test
  void keyThatStandsTwice_isRefused() throws IOException {
    assertThat(report("[a]\nkey_fingerprint = " + ONE + "\nuid = 7\nuid = 8"))
        .containsExactly(
            "accounts.conf:4: a.uid: stands here twice, first on line 3; keep one of them");
  }

  @Test
  void fingerprintOfTwoAccounts_isRefused() throws IOException {
    assertThat(report("[a]\nkey_fingerprint = " + ONE + "\n[b]\nkey_fingerprint = " + ONE))
        .containsExactly(
            "accounts.conf:4: b.key_fingerprint: " + ONE + " is already a key of a; remove one");
  }

  @Test
  void fingerprintThatStandsTwiceInOneAccount_isRefused() throws IOException {
    assertThat(report("[a]\nkey_fingerprint = " + ONE + "," + ONE))
        .containsExactly(
            "accounts.conf:2: a.key_fingerprint: " + ONE + " is already a key of a; remove one");
  }

  @Test
  void accountWithoutKey_isRefused_alsoTheLast() throws IOException {
    assertThat(report("[a]\n# nothing\n[b]\n"))
        .containsExactly(
            "accounts.conf:1: a: has no key_fingerprint; add one",
            "accounts.conf:3: b: has no key_fingerprint; add one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",", "SHA256:AAAA", "SHA256", "x"})
  void whatIsNoFingerprint_isRefused(String value) throws IOException {
    assertThat(report("[a]\nkey_fingerprint = " + value))
        .isNotEmpty()
        .allSatisfy(line ->
            assertThat(line)
                .startsWith("accounts.conf:2: a.key_fingerprint: `")
                .endsWith("` is not a fingerprint" + KEYGEN));
  }

  @Test
  void commaAfterTheLastFingerprint_isRefused() throws IOException {
    assertThat(report("[a]\nkey_fingerprint = " + ONE + ","))
        .containsExactly("accounts.conf:2: a.key_fingerprint: `` is not a fingerprint" + KEYGEN);
  }

  @Test
  void unknownKey_namesTheNearestKnownOne() throws IOException {
    assertThat(report("[a]\nkey_fingerprnt = x\nkey_fingerprint = " + ONE))
        .containsExactly(
            "accounts.conf:2: a.key_fingerprnt: is not a known key; did you mean"
                + " `key_fingerprint`?");
  }

  @Test
  void keyInCapitalLetters_isUnknown() throws IOException {
    assertThat(report("[a]\nKEY_FINGERPRINT = x\nkey_fingerprint = " + ONE))
        .containsExactly(
            "accounts.conf:2: a.KEY_FINGERPRINT: is not a known key; known here: key_fingerprint,"
                + " expires, source, targets, logins, commands, sudo_allowed, sudo_nopasswd, gecos,"
                + " shell, home, uid, gid");
  }

  @Test
  void allProblems_areReportedAtOnce_inTheOrderOfTheLines() throws IOException {
    assertThat(
            report(
                """
                key_fingerprint = %1$s
                [Bad]
                key_fingerprint = MD5:16:27
                [empty]
                [good]
                key_fingerprint = %1$s
                what?
                [keys]
                key_fingerprint = ssh-ed25519 AAAA me
                """
                    .formatted(ONE)))
        .containsExactly(
            "accounts.conf:1: key_fingerprint: stands before the first [account]; move it below one",
            "accounts.conf:2: Bad: is not an account name; use a-z, 0-9, _ and -, start with a"
                + " letter or _, at most 32 characters",
            "accounts.conf:3: Bad.key_fingerprint: `MD5:16:27` is not a fingerprint" + KEYGEN,
            "accounts.conf:4: empty: has no key_fingerprint; add one",
            "accounts.conf:7: is not [account], key = value or # comment",
            "accounts.conf:9: keys.key_fingerprint: is a key, not a fingerprint" + KEYGEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw--w----"})
  void fileThatOthersCanRead_orChange_isRefused(String mode) throws IOException {
    write("[a]\nkey_fingerprint = " + ONE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThat(report())
        .containsExactly(
            "accounts.conf: is open to others, or its group can change it ("
                + mode
                + "); run: chmod 640 accounts.conf");
  }

  @Test
  void symbolicLink_isRefused() throws IOException {
    Path target = file.resolveSibling("target");
    Files.createFile(target, mode("rw-------"));
    Files.createSymbolicLink(file, target);
    assertThat(report()).containsExactly("accounts.conf: is a symbolic link; name the file itself");
  }

  @Test
  void missingFile_isRefused() {
    assertThat(report())
        .containsExactly("accounts.conf: does not exist; create it or correct its name");
  }

  @Test
  void fileThatIsNotUtf8_isRefused() throws IOException {
    write("");
    Files.write(file, new byte[] {(byte) 0xFF});
    assertThat(report()).containsExactly("accounts.conf: is not UTF-8 text; convert it");
  }

  @Test
  void exampleFile_isValid_andHasEveryKey() throws IOException {
    String example = Files.readString(Path.of("../config/examples/service-accounts.conf"));
    ServiceAccounts accounts = accounts(example);
    for (String key : EntryReader.KEYS) {
      assertThat(example.lines()).as(key).anyMatch(line -> line.startsWith(key + " = "));
    }
    assertThat(accounts.named("ansible").orElseThrow().keys()).hasSize(2);
    assertThat(accounts.warnings(Instant.parse("2026-11-23T00:00:00Z"))).isEmpty();
  }

  private static List<String> fingerprints(ServiceAccounts accounts, String name) {
    return accounts.named(name).orElseThrow().keys().stream().map(AccountKey::fingerprint).toList();
  }

  private ServiceAccounts accounts(String text) throws IOException {
    write(text);
    return switch (ServiceAccountsFile.read(file)) {
      case Loaded.Valid<ServiceAccounts>(ServiceAccounts accounts) -> accounts;
      case Loaded.Invalid<ServiceAccounts> invalid -> throw new AssertionError(invalid.report());
    };
  }

  private List<String> report(String text) throws IOException {
    write(text);
    return report();
  }

  /** The report without the name of the folder. */
  private List<String> report() {
    return switch (ServiceAccountsFile.read(file)) {
      case Loaded.Valid<ServiceAccounts> _ -> throw new AssertionError("no problem was reported");
      case Loaded.Invalid<ServiceAccounts> invalid ->
          invalid.report().replace(file.getParent() + "/", "").lines().toList();
    };
  }

  private void write(String text) throws IOException {
    Files.createFile(file, mode("rw-------"));
    Files.writeString(file, text);
  }

  private static FileAttribute<?> mode(String permissions) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
  }
}
