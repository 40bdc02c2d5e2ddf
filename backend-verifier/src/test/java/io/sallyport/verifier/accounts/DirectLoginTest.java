package io.sallyport.verifier.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.verifier.accounts.DirectLogin.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DirectLoginTest {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final String LINE = " " + TestAccounts.TYPE + " " + TestAccounts.KEY;

  @TempDir Path folder;

  @Test
  void accountMayLogIn_underItsOwnName() throws IOException {
    assertThat(decide("", "backup")).isEqualTo(new Answer.Allowed("backup", "restrict,pty" + LINE));
    assertThat(decide("", "root"))
        .isEqualTo(new Answer.Refused("backup", "the login is none of the account's"));
  }

  @Test
  void loginsOfTheFile_takeTheNamesPlace() throws IOException {
    assertThat(decide("logins = deploy", "deploy")).isInstanceOf(Answer.Allowed.class);
    assertThat(decide("logins = deploy", "backup")).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void line_saysWhenceAndUntilWhen() throws IOException {
    String lines = "source = 10.0.0.0/8, 192.0.2.7\nexpires = 2027-01-01";
    assertThat(decide(lines, "backup"))
        .isEqualTo(
            new Answer.Allowed(
                "backup",
                "restrict,pty,from=\"10.0.0.0/8,192.0.2.7\",expiry-time=\"the end, 2027-01-01T00:00:00Z\""
                    + LINE));
  }

  @Test
  void oneCommand_isForced_withoutATerminal() throws IOException {
    assertThat(decide("commands = /bin/echo \"a b\"", "backup"))
        .isEqualTo(
            new Answer.Allowed("backup", "restrict,command=\"/bin/echo \\\"a b\\\"\"" + LINE));
    assertThat(decide("commands = subsystem:sftp", "backup"))
        .isEqualTo(new Answer.Allowed("backup", "restrict,command=\"internal-sftp\"" + LINE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commands = id\ncommands = date",
        "commands = rsync --server *",
        "commands = subsystem:netconf",
        "commands = echo \\"
      })
  void commandsThatSshdCannotKeep_areNoLogin(String lines) throws IOException {
    assertThat(decide(lines, "backup")).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void accountOrKeyThatHasLapsed_isNoLogin() throws IOException {
    assertThat(decide("expires = 2026-12-01", "backup"))
        .isEqualTo(new Answer.Refused("backup", "the account has expired at 2026-12-01T00:00:00Z"));
    assertThat(decide("expires = 2026-12-01T00:00:01Z", "backup"))
        .isInstanceOf(Answer.Allowed.class);
  }

  @Test
  void keyThatIsKnownByMd5_isNoLogin() throws IOException {
    assertThat(
            decide(accounts(TestAccounts.MD5, ""), "backup", TestAccounts.TYPE, TestAccounts.KEY))
        .isEqualTo(new Answer.Unknown());
  }

  @Test
  void otherKeys_areNobodys() throws IOException {
    ServiceAccounts accounts = accounts(TestAccounts.FINGERPRINT, "");
    String changed = TestAccounts.KEY.substring(0, TestAccounts.KEY.length() - 2) + "T/";

    assertThat(decide(accounts, "backup", TestAccounts.TYPE, changed))
        .isEqualTo(new Answer.Unknown());
    assertThat(decide(accounts, "backup", "ssh-ed25518", TestAccounts.KEY))
        .isEqualTo(new Answer.Unknown());
    assertThat(decide(accounts, "backup", "ssh-ed25519\" x", TestAccounts.KEY))
        .isEqualTo(new Answer.Unknown());
    assertThat(decide(accounts, "backup", TestAccounts.TYPE, "A")).isEqualTo(new Answer.Unknown());
    assertThat(decide(accounts, "backup", TestAccounts.TYPE, "")).isEqualTo(new Answer.Unknown());
  }

  @Test
  void certificate_isNoPlainKey() {
    assertThat(DirectLogin.isPlainKey("ssh-ed25519-cert-v01@openssh.com")).isFalse();
    assertThat(DirectLogin.isPlainKey("sk-ssh-ed25519@openssh.com")).isTrue();
  }

  private Answer decide(String lines, String login) throws IOException {
    return decide(
        accounts(TestAccounts.FINGERPRINT, lines), login, TestAccounts.TYPE, TestAccounts.KEY);
  }

  private static Answer decide(ServiceAccounts accounts, String login, String type, String key) {
    return new DirectLogin(
            () -> accounts, InstantSource.fixed(NOW), end -> Optional.of("the end, " + end))
        .decide(login, type, key);
  }

  private ServiceAccounts accounts(String fingerprint, String lines) throws IOException {
    return TestAccounts.read(folder, TestAccounts.account("backup", fingerprint, lines));
  }
}
