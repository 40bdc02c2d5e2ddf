package io.sallyport.verifier.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real visudo. */
final class SudoRulesTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final Path VISUDO = Path.of("/usr/sbin/visudo");
  private static final String BOTH = "sudo_allowed = true\nsudo_nopasswd = true";

  @TempDir Path folder;
  private Path rules;

  @BeforeEach
  void makeFolder() throws IOException {
    rules = Files.createDirectory(folder.resolve("sudoers.d"));
  }

  @Test
  void accountsWithSudo_haveAFileEach_forRootToReadOnly() throws IOException {
    List<String> done =
        write(
            TestAccounts.account("ansible", TestAccounts.FINGERPRINT, BOTH)
                + TestAccounts.account("deploy", TestAccounts.OTHER, "sudo_allowed = true"));

    assertThat(done).containsExactly("wrote " + file("ansible"), "wrote " + file("deploy"));
    assertThat(Files.readString(file("ansible")))
        .isEqualTo(SudoRules.MARK + "\nansible ALL=(ALL:ALL) NOPASSWD: ALL\n");
    assertThat(Files.readString(file("deploy")))
        .isEqualTo(SudoRules.MARK + "\ndeploy ALL=(ALL:ALL) ALL\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("ansible"))))
        .isEqualTo("r--r-----");
    assertThat(names()).containsExactly("sallyport-ansible", "sallyport-deploy");
  }

  @Test
  void accountThatExpires_hasARuleThatEndsWithIt() throws IOException {
    var _ = write(account(BOTH + "\nexpires = 2027-01-01"));
    assertThat(Files.readString(file("ansible")))
        .endsWith("ansible ALL=(ALL:ALL) NOTAFTER=20261231235959Z NOPASSWD: ALL\n");

    assertThat(write(account(BOTH + "\nexpires = 2026-12-01")))
        .containsExactly("removed " + file("ansible"));
  }

  @Test
  void secondRun_changesNothing() throws IOException {
    var _ = write(account(BOTH));
    var before = Files.getLastModifiedTime(file("ansible"));

    assertThat(write(account(BOTH))).isEmpty();
    assertThat(Files.getLastModifiedTime(file("ansible"))).isEqualTo(before);
  }

  @Test
  void accountThatHasLostItsSudo_orIsGone_losesItsFile() throws IOException {
    var _ = write(account(BOTH));
    assertThat(write(account(""))).containsExactly("removed " + file("ansible"));
    var _ = write(account(BOTH));
    assertThat(write("")).containsExactly("removed " + file("ansible"));
    assertThat(names()).isEmpty();
  }

  @Test
  void filesOfOthers_areLeftAlone() throws IOException {
    Files.writeString(rules.resolve("other"), SudoRules.MARK + "\n");
    Files.writeString(file("mine"), "# mine\n");
    Files.createSymbolicLink(file("link"), rules.resolve("other"));
    var _ = write(account(BOTH));
    var _ = write("");

    assertThat(names()).containsExactly("other", "sallyport-link", "sallyport-mine");
  }

  @Test
  void fileOfAnothers_inTheWay_stopsEverything() throws IOException {
    Files.writeString(file("ansible"), "# mine\n");

    assertThatThrownBy(() ->
            write(
                TestAccounts.account("aaa", TestAccounts.OTHER, BOTH)
                    + TestAccounts.account("ansible", TestAccounts.FINGERPRINT, BOTH)))
        .hasMessageContaining("is somebody else's");
    assertThat(names()).containsExactly("sallyport-ansible");
    assertThat(Files.readString(file("ansible"))).isEqualTo("# mine\n");
  }

  @Test
  void ruleThatVisudoDoesNotTake_stopsEverything() throws IOException {
    var _ = write(account(BOTH));
    Path strict = Files.createTempFile(folder, "visudo", "");
    Files.writeString(
        strict, "#!/bin/sh\ngrep -q deploy \"$4\" && { echo bad; exit 1; }\nexit 0\n");
    Files.setPosixFilePermissions(strict, PosixFilePermissions.fromString("rwx------"));
    var accounts =
        TestAccounts.read(
            folder,
            TestAccounts.account("aaa", TestAccounts.OTHER, BOTH)
                + TestAccounts.account("deploy", TestAccounts.FINGERPRINT, BOTH));

    assertThatThrownBy(() -> new SudoRules(rules, strict, NOW).write(accounts.all()))
        .hasMessageContaining("visudo does not take the rule")
        .hasMessageContaining("bad");
    assertThat(names()).containsExactly("sallyport-ansible");
  }

  @Test
  void withoutVisudo_nothingIsWritten() throws IOException {
    var accounts = TestAccounts.read(folder, account(BOTH));

    assertThatThrownBy(
            () -> new SudoRules(rules, folder.resolve("none"), NOW).write(accounts.all()))
        .hasMessageContaining("install sudo");
    assertThat(names()).isEmpty();
  }

  @Test
  void realVisudo_refusesWhatIsNoRule() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("x"), "ansible ALL=(ALL:ALL NOPASSWD: ALL\n");
    assertThat(
            new ProcessBuilder(VISUDO.toString(), "-c", "-q", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor())
        .isEqualTo(1);
  }

  private List<String> write(String text) throws IOException {
    return new SudoRules(rules, VISUDO, NOW).write(TestAccounts.read(folder, text).all());
  }

  private static String account(String lines) {
    return TestAccounts.account("ansible", TestAccounts.FINGERPRINT, lines);
  }

  private Path file(String account) {
    return rules.resolve("sallyport-" + account);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(rules)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
