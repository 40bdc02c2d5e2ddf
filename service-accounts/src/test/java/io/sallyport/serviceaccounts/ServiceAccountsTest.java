package io.sallyport.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ServiceAccountsTest {
  private static final ServiceAccount ANSIBLE =
      new ServiceAccount("ansible", Set.of(TestKeys.ED25519_FINGERPRINT));
  private static final ServiceAccount BACKUP =
      new ServiceAccount(
          "backup", Set.of(TestKeys.RSA_FINGERPRINT, KeyFingerprint.of(new byte[] {1})));
  private static final ServiceAccounts ACCOUNTS = new ServiceAccounts(List.of(ANSIBLE, BACKUP));

  @Test
  void accountWithItsOwnKey_isFound() {
    assertThat(ACCOUNTS.account("ansible", TestKeys.ED25519)).contains(ANSIBLE);
    assertThat(ACCOUNTS.accountWithFingerprint("ansible", TestKeys.ED25519_FINGERPRINT))
        .contains(ANSIBLE);
  }

  @Test
  void eachOfSeveralKeys_opensTheAccount() {
    assertThat(ACCOUNTS.account("backup", TestKeys.RSA)).contains(BACKUP);
    assertThat(ACCOUNTS.account("backup", new byte[] {1})).contains(BACKUP);
    assertThat(ACCOUNTS.account("backup", new byte[] {2})).isEmpty();
  }

  @Test
  void keyOfAnotherAccount_opensNothing() {
    assertThat(ACCOUNTS.account("ansible", TestKeys.RSA)).isEmpty();
    assertThat(ACCOUNTS.account("backup", TestKeys.ED25519)).isEmpty();
    assertThat(ACCOUNTS.accountWithFingerprint("ansible", TestKeys.RSA_FINGERPRINT)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ansible", "ansible ", "ansibl", "ansible\0", "root"})
  void nameThatIsNotExactlyAnAccounts_opensNothing(String name) {
    assertThat(ACCOUNTS.named(name)).isEmpty();
    assertThat(ACCOUNTS.account(name, TestKeys.ED25519)).isEmpty();
  }

  @Test
  @DisplayName(
      "N04 a key that differs in one byte anywhere, exponent and type included, is refused")
  void everyByteOfTheKey_counts() {
    for (int position = 0; position < TestKeys.RSA.length; position++) {
      byte[] other = TestKeys.RSA.clone();
      other[position] ^= 1;
      assertThat(ACCOUNTS.account("backup", other)).as("byte %d", position).isEmpty();
    }
  }

  @Test
  @DisplayName("N04 the same key under another algorithm name is refused")
  void algorithmName_counts() {
    byte[] other = TestKeys.ED25519.clone();
    byte[] name = "ssh-ed25518".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(name, 0, other, 4, name.length);
    assertThat(ACCOUNTS.account("ansible", other)).isEmpty();
  }

  @Test
  void keyWithSomethingCutOffOrAdded_isRefused() {
    int length = TestKeys.ED25519.length;
    assertThat(ACCOUNTS.account("ansible", Arrays.copyOf(TestKeys.ED25519, length - 1))).isEmpty();
    assertThat(ACCOUNTS.account("ansible", Arrays.copyOf(TestKeys.ED25519, length + 1))).isEmpty();
    assertThat(ACCOUNTS.account("ansible", new byte[0])).isEmpty();
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
    assertThat(ACCOUNTS.accountWithFingerprint("ansible", fingerprint)).isEmpty();
  }

  @Test
  void accountByNameAlone_isFoundWhateverItsKeys() {
    assertThat(ACCOUNTS.named("backup")).isEqualTo(Optional.of(BACKUP));
  }

  @Test
  void noAccounts_openNothing() {
    assertThat(ServiceAccounts.none().named("ansible")).isEmpty();
    assertThat(ServiceAccounts.none().account("ansible", TestKeys.ED25519)).isEmpty();
  }

  @Test
  void fingerprintsOfAnAccount_doNotChangeBehindItsBack() {
    Set<String> fingerprints = new LinkedHashSet<>(List.of("b", "a"));
    ServiceAccount account = new ServiceAccount("x", fingerprints);
    fingerprints.add("c");
    assertThat(account.keyFingerprints()).containsExactly("b", "a").isUnmodifiable();
  }
}
