package io.sallyport.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceAccountsTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final ServiceAccounts ACCOUNTS =
      Accounts.of(
          """
          [ansible]
          key_fingerprint = %s
          [backup]
          key_fingerprint = %s, %s
          [old]
          key_fingerprint = %s
          """
              .formatted(
                  TestKeys.ED25519_FINGERPRINT,
                  TestKeys.RSA_FINGERPRINT,
                  KeyFingerprints.of(new byte[] {1}).sha256(),
                  TestKeys.ED25519_MD5));

  @Test
  void accountWithItsOwnKey_isFound() {
    assertThat(isFound("ansible", TestKeys.ED25519)).isTrue();
    assertThat(isFoundBy("ansible", TestKeys.ED25519_FINGERPRINT)).isTrue();
  }

  @Test
  void eachOfSeveralKeys_opensTheAccount() {
    assertThat(isFound("backup", TestKeys.RSA)).isTrue();
    assertThat(isFound("backup", new byte[] {1})).isTrue();
    assertThat(isFound("backup", new byte[] {2})).isFalse();
  }

  @Test
  void keyOfAnotherAccount_opensNothing() {
    assertThat(isFound("ansible", TestKeys.RSA)).isFalse();
    assertThat(isFound("backup", TestKeys.ED25519)).isFalse();
    assertThat(isFoundBy("ansible", TestKeys.RSA_FINGERPRINT)).isFalse();
  }

  @Test
  void keyThatIsKnownByMd5_isFoundByTheWholeKey_andNotByItsSha256() {
    assertThat(isFound("old", TestKeys.ED25519)).isTrue();
    assertThat(isFound("old", TestKeys.RSA)).isFalse();
    assertThat(isFoundBy("old", TestKeys.ED25519_FINGERPRINT)).isFalse();
    assertThat(isFoundBy("old", TestKeys.ED25519_MD5)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ansible", "ansible ", "ansibl", "ansible\0", "root"})
  void nameThatIsNotExactlyAnAccounts_opensNothing(String name) {
    assertThat(ACCOUNTS.named(name)).isEmpty();
    assertThat(isFound(name, TestKeys.ED25519)).isFalse();
  }

  @Test
  @DisplayName(
      "N04 a key that differs in one byte anywhere, exponent and type included, is refused")
  void everyByteOfTheKey_counts() {
    for (int position = 0; position < TestKeys.RSA.length; position++) {
      byte[] other = TestKeys.RSA.clone();
      other[position] ^= 1;
      assertThat(isFound("backup", other)).as("byte %d", position).isFalse();
    }
  }

  @Test
  @DisplayName("N04 the same key under another algorithm name is refused")
  void algorithmName_counts() {
    byte[] other = TestKeys.ED25519.clone();
    byte[] name = "ssh-ed25518".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, other, 4, name.length);
    assertThat(isFound("ansible", other)).isFalse();
  }

  @Test
  void keyWithSomethingCutOffOrAdded_isRefused() {
    int length = TestKeys.ED25519.length;
    assertThat(isFound("ansible", Arrays.copyOf(TestKeys.ED25519, length - 1))).isFalse();
    assertThat(isFound("ansible", Arrays.copyOf(TestKeys.ED25519, length + 1))).isFalse();
    assertThat(isFound("ansible", new byte[0])).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SHA256:",
        "UFcCc2Ht7HV1iD+PKs4AQ4RMe+UleTWbu2Fd3H/62NA",
        "sha256:UFcCc2Ht7HV1iD+PKs4AQ4RMe+UleTWbu2Fd3H/62NA",
        "SHA256:UFcCc2Ht7HV1iD+PKs4AQ4RMe+UleTWbu2Fd3H/62NA=",
        "SHA256:UFcCc2Ht7HV1iD+PKs4AQ4RMe+UleTWbu2Fd3H/62N"
      })
  void fingerprintInAnotherSpelling_opensNothing(String fingerprint) {
    assertThat(isFoundBy("ansible", fingerprint)).isFalse();
  }

  @Test
  void accountByNameAlone_isFoundWhateverItsKeys() {
    assertThat(ACCOUNTS.named("backup")).map(ServiceAccount::name).contains("backup");
  }

  @Test
  void accountsAreInTheOrderOfTheFile() {
    assertThat(ACCOUNTS.all())
        .extracting(ServiceAccount::name)
        .containsExactly("ansible", "backup", "old");
  }

  @Test
  void noAccounts_openNothing() {
    assertThat(ServiceAccounts.none().named("ansible")).isEmpty();
    assertThat(ServiceAccounts.none().find("ansible", KeyFingerprints.of(TestKeys.RSA), NOW))
        .isEqualTo(new LookUp.Unknown());
  }

  @Test
  void keyThatHasExpired_opensNothing_fromThatInstantOn() {
    String line = "key_fingerprint = %s expires=2026-12-01".formatted(TestKeys.RSA_FINGERPRINT);
    assertThat(lookUp(line, NOW.minusMillis(1))).isInstanceOf(LookUp.Known.class);
    assertThat(lookUp(line, NOW))
        .isEqualTo(new LookUp.Lapsed("its key has expired at 2026-12-01T00:00:00Z"));
  }

  @Test
  void keyThatIsNotGoodYet_opensNothing_beforeThatInstant() {
    String line = "key_fingerprint = %s not_before=2026-12-01".formatted(TestKeys.RSA_FINGERPRINT);
    assertThat(lookUp(line, NOW.minusMillis(1)))
        .isEqualTo(new LookUp.Lapsed("its key is not good before 2026-12-01T00:00:00Z"));
    assertThat(lookUp(line, NOW)).isInstanceOf(LookUp.Known.class);
  }

  @Test
  void accountThatHasExpired_isOpenedByNoKey() {
    String lines = "key_fingerprint = %s\nexpires = 2026-12-01".formatted(TestKeys.RSA_FINGERPRINT);
    assertThat(lookUp(lines, NOW.minusMillis(1))).isInstanceOf(LookUp.Known.class);
    assertThat(lookUp(lines, NOW))
        .isEqualTo(new LookUp.Lapsed("the account has expired at 2026-12-01T00:00:00Z"));
  }

  @Test
  void twoKeysOverlap_duringARotation() {
    ServiceAccounts accounts =
        Accounts.of(
            """
            [a]
            key_fingerprint = %s expires=2026-12-08
            key_fingerprint = %s not_before=2026-12-01
            """
                .formatted(TestKeys.RSA_FINGERPRINT, TestKeys.ED25519_FINGERPRINT));
    Instant later = Instant.parse("2026-12-08T00:00:00Z");
    assertThat(opened(accounts, NOW.minusMillis(1))).containsExactly(true, false);
    assertThat(opened(accounts, NOW)).containsExactly(true, true);
    assertThat(opened(accounts, later.minusMillis(1))).containsExactly(true, true);
    assertThat(opened(accounts, later)).containsExactly(false, true);
  }

  @Test
  void whoComesFromElsewhere_opensNothing() {
    ServiceAccounts accounts =
        Accounts.of(
            "[a]\nkey_fingerprint = %s\nsource = 10.1.0.0/16, 2001:db8::7"
                .formatted(TestKeys.RSA_FINGERPRINT));
    assertThat(from(accounts, "10.1.255.255")).isInstanceOf(LookUp.Known.class);
    assertThat(from(accounts, "2001:db8::7")).isInstanceOf(LookUp.Known.class);
    assertThat(from(accounts, "::ffff:10.1.0.1")).isInstanceOf(LookUp.Known.class);
    assertThat(from(accounts, "10.2.0.0"))
        .isEqualTo(new LookUp.Lapsed("it may not log in from 10.2.0.0"));
    assertThat(from(accounts, "2001:db8::8")).isInstanceOf(LookUp.Lapsed.class);
  }

  @Test
  void keyThatHasLapsed_isSaidToBeSo_onlyOfItsOwnAccount() {
    ServiceAccounts accounts =
        Accounts.of(
            "[a]\nkey_fingerprint = %s\nexpires = 2026-12-01".formatted(TestKeys.RSA_FINGERPRINT));
    assertThat(accounts.find("a", KeyFingerprints.of(TestKeys.ED25519), NOW))
        .isEqualTo(new LookUp.Unknown());
  }

  private static LookUp from(ServiceAccounts accounts, String address) {
    return accounts.find(
        "a", KeyFingerprints.of(TestKeys.RSA), InetAddress.ofLiteral(address), NOW);
  }

  private static Boolean[] opened(ServiceAccounts accounts, Instant at) {
    return new Boolean[] {
      accounts.find("a", KeyFingerprints.of(TestKeys.RSA), at) instanceof LookUp.Known,
      accounts.find("a", KeyFingerprints.of(TestKeys.ED25519), at) instanceof LookUp.Known
    };
  }

  private static LookUp lookUp(String lines, Instant at) {
    return Accounts.of("[a]\n" + lines).find("a", KeyFingerprints.of(TestKeys.RSA), at);
  }

  private static boolean isFound(String name, byte[] key) {
    return ACCOUNTS.find(name, KeyFingerprints.of(key), NOW) instanceof LookUp.Known;
  }

  /** By one fingerprint alone, as in {@code key_fp}. */
  private static boolean isFoundBy(String name, String fingerprint) {
    return ACCOUNTS.find(name, KeyFingerprints.ofSha256(fingerprint), NOW) instanceof LookUp.Known;
  }
}
