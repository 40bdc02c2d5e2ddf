package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServiceAccountsCommandTest {
  private static final String KEY = "SHA256:jpfNOoQZuO0u5G9uUvqzqdWnzUaebcmAc7unL7m5fuE";

  @TempDir Path folder;
  private TestBackend backend;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeBackend() throws IOException {
    backend = new TestBackend(folder);
  }

  @Test
  void list_showsKeysExpiryAndLastUse_ofTheFileThatTheConfigurationNames() throws IOException {
    Path accounts = accounts(" expires=2099-01-01\nlogins = deploy\nuid = 20010\n[b]\n" + other());
    Files.writeString(
        backend.audit,
        "{\"at\":\"2026-11-20T10:00:00Z\",\"code\":\"ok\",\"sub\":\"ansible\",\"key_fp\":\"x\"}\n");
    Path config = backend.configFileWithAccounts("own.json");

    assertThat(run("list", "--config", config.toString())).isZero();
    assertThat(out.toString(UTF_8).lines())
        .anyMatch(
            line -> line.startsWith("  key       " + KEY + ", expires 2099-01-01T00:00:00Z (in "))
        .contains(
            "ansible",
            "  expires   never",
            "  logins    deploy",
            "  user      uid 20010",
            "  last use  2026-11-20T10:00:00Z",
            "b",
            "  last use  never");
    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(run("list", accounts.toString())).isZero();
    assertThat(out.toString(UTF_8)).contains("last use  unknown");
  }

  @Test
  void check_isZeroAlsoWithWarnings_whichItPrints() throws IOException {
    Instant soon = Instant.now().plus(13, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    Path accounts = accounts(" expires=" + soon);

    assertThat(run("check", accounts.toString())).isZero();
    assertThat(out.toString(UTF_8)).endsWith(accounts + ": no problems\n");
    assertThat(err.toString(UTF_8))
        .isEqualTo(
            "warning: %s:2: ansible.key_fingerprint: the key %s expires at %s, in 12 days\n"
                .formatted(accounts, KEY, soon));
  }

  @Test
  void problemsOfTheFile_areTwo_andAllAreToldWithTheirLines() throws IOException {
    Path accounts = accounts("\nuid = 0\nshell = /bin/evil");

    for (String command : new String[] {"check", "list", "sudo"}) {
      err.reset();
      assertThat(run(command, accounts.toString())).as(command).isEqualTo(2);
      assertThat(err.toString(UTF_8)).contains(":3: ansible.uid: ", ":4: ansible.shell: ");
    }
  }

  @Test
  void configurationWithoutAccounts_orThatIsBad_isTwo() throws IOException {
    assertThat(run("check", "--config", backend.configFile().toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("set service_accounts");
    Path bad = Files.writeString(folder.resolve("bad.yaml"), "sockett: x\n");
    assertThat(run("check", "--config", bad.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("bad.yaml:1: sockett");
  }

  @Test
  void neitherFileNorConfiguration_orBoth_isAMistakeOfUsage() throws IOException {
    assertThat(run("check")).isEqualTo(2);
    assertThat(run("check", "--config", "a", "b")).isEqualTo(2);
  }

  @Test
  void shellAndHomeThatTheConfigurationApprovesOf_areGoodThere() throws IOException {
    Path accounts = accounts("\nshell = /opt/rsh\nhome = /srv/ansible");
    Path config = backend.configFileWithAccounts("own.json");
    assertThat(run("check", "--config", config.toString())).isEqualTo(2);
    Files.writeString(
        config,
        Files.readString(config) + "approved_shells: [/opt/rsh]\napproved_home_prefixes: [/srv]\n");

    assertThat(run("check", "--config", config.toString())).isZero();
    assertThat(run("check", accounts.toString())).isEqualTo(2);
  }

  @Test
  void sudo_writesRules_andIsOneWhereItCannot() throws IOException {
    Path accounts = accounts("\nsudo_allowed = true");
    Path rules = Files.createDirectory(folder.resolve("sudoers.d"));

    assertThat(run("sudo", accounts.toString(), "--folder", rules.toString())).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("wrote %s/sallyport-ansible\n".formatted(rules));
    assertThat(err.toString(UTF_8)).contains("warning: ", "asks for a password");
    out.reset();
    assertThat(run("sudo", accounts.toString(), "--folder", rules.toString())).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("nothing to do in %s\n".formatted(rules));
    assertThat(run("sudo", accounts.toString(), "--folder", folder + "/none")).isEqualTo(1);
    assertThat(err.toString(UTF_8))
        .contains("The sudo rules could not be written: ", "install sudo");
  }

  private static String other() {
    return "key_fingerprint = SHA256:6UcUKVUI2mEt6uy6nSmYIkp2yCGDOnsYiGsQVWkQu4M";
  }

  private Path accounts(String rest) throws IOException {
    Path file = folder.resolve("service-accounts.conf");
    Files.writeString(file, "[ansible]\nkey_fingerprint = " + KEY + rest + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private int run(String command, String... rest) {
    String[] arguments = new String[rest.length + 2];
    arguments[0] = "service-accounts";
    arguments[1] = command;
    System.arraycopy(rest, 0, arguments, 2, rest.length);
    return VerifierMain.run(
        new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), arguments);
  }
}
