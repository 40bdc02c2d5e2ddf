package io.sallyport.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Loaded;
import io.sallyport.serviceaccounts.ServiceAccount.Sudo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand in a section besides its keys, and what of it is warned of. */
final class AccountKeysOfTheFileTest {
  private static final String KEY = "key_fingerprint = " + TestKeys.RSA_FINGERPRINT + "\n";
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

  @Test
  void fileOfOpenBastion_isReadAsItIs() {
    ServiceAccount ansible =
        account(
            """
            sudo_allowed = true
            sudo_nopasswd = true
            gecos = Ansible Automation
            shell = /bin/bash
            home = /var/lib/ansible
            uid = 65534
            gid = 1
            """);

    assertThat(ansible.sudo()).isEqualTo(Sudo.WITHOUT_PASSWORD);
    assertThat(ansible.localUser())
        .isEqualTo(
            new ServiceAccount.LocalUser(
                Optional.of("Ansible Automation"),
                Optional.of("/bin/bash"),
                Optional.of("/var/lib/ansible"),
                Optional.of(65534),
                Optional.of(1)));
    assertThat(ansible.limits()).isEqualTo(AccountLimits.none());
    assertThat(warnings("sudo_allowed = true\nsudo_nopasswd = true")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "false,false,NOT_ALLOWED",
    "false,true,NOT_ALLOWED",
    "true,false,WITH_PASSWORD",
    "true,true,WITHOUT_PASSWORD"
  })
  void sudoTakesBothKeys(String allowed, String nopasswd, Sudo sudo) {
    assertThat(account("sudo_allowed = %s\nsudo_nopasswd = %s".formatted(allowed, nopasswd)).sudo())
        .isEqualTo(sudo);
  }

  @Test
  void limitsAreRead() {
    AccountLimits limits =
        account(
                """
                source = 10.0.0.0/8, 2001:db8::/32
                targets = web-*, db-01
                logins = deploy, www-data
                commands = /usr/bin/id
                commands = /usr/bin/rsync --server *
                commands = subsystem:sftp
                """)
            .limits();

    assertThat(limits.sources())
        .extracting(AddressRange::toString)
        .containsExactly("10.0.0.0/8", "2001:db8:0:0:0:0:0:0/32");
    assertThat(limits.targets()).extracting(TargetPattern::text).containsExactly("web-*", "db-01");
    assertThat(limits.logins()).isEqualTo(Set.of("deploy", "www-data"));
    assertThat(limits.commands()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sudo_allowed = yes",
        "sudo_allowed =",
        "sudo_nopasswd = TRUE",
        "gecos =",
        "gecos = a:b",
        "shell = bash",
        "shell = /bin/../bin/bash",
        "shell = //bin/bash",
        "shell = /bin/bash;id",
        "shell = /usr/local/bin/bash",
        "home = /home",
        "home = /home/",
        "home = /home/../etc",
        "home = /homes/ansible",
        "home = /etc/ansible",
        "home = /var/lib/$(id)",
        "uid = 65535",
        "uid = -1",
        "uid = 0",
        "uid = 000",
        "uid = x",
        "gid = 65535",
        "gid =",
        "expires = soon",
        "expires = 2026-02-30",
        "expires = 2026-12-01 08:00",
        "expires = 2026-12-01T08:00:00",
        "source =",
        "source = 10.0.0.1/8",
        "source = 10.0.0.0/33",
        "source = 10.0.0.256",
        "source = 10.1",
        "source = 2001:db8::/129",
        "source = bastion.example.com",
        "source = fe80::1%eth0",
        "targets =",
        "targets = web-01,",
        "targets = web 01",
        "logins =",
        "logins = *",
        "logins = -oProxyCommand",
        "commands =",
        "commands = *",
        "commands = rm /tmp/*.log",
        "commands = rm *.log *",
        "commands = subsystem:",
        "commands = subsystem:*",
        "commands = subsystem:sftp *",
        "commands = écho"
      })
  void whatCannotBe_isRefused_withItsLine(String line) {
    String key = line.substring(0, line.indexOf(' '));
    assertThat(report(KEY + line))
        .singleElement()
        .asString()
        .startsWith("a.conf:3: a." + key + ": ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " expires=tomorrow",
        " until=2026-12-01",
        " expires=2026-12-01 expires=2026-12-02",
        " not_before=2026-12-01 expires=2026-12-01",
        " not_before=2026-12-02 expires=2026-12-01",
        " expires= 2026-12-01",
        " 2026-12-01"
      })
  void wordsBehindAKey_areUnderstoodOrRefused(String words) {
    String line = "key_fingerprint = " + TestKeys.RSA_FINGERPRINT + words;
    assertThat(report(line)).singleElement().asString().startsWith("a.conf:2: a.key_fingerprint: ");
  }

  @Test
  void instantMayHaveATimeAndAnOffset() {
    assertThat(account("expires = 2026-12-01T01:00:00+01:00").expires()).contains(NOW);
    assertThat(account("expires = 2026-12-01").expires()).contains(NOW);
  }

  @Test
  void expiry_isWarnedOf_from14DaysBeforeOn() {
    assertThat(warnings("expires = 2026-12-15T00:00:00.001Z")).isEmpty();
    assertThat(warnings("expires = 2026-12-15"))
        .containsExactly(
            "a.conf:3: a.expires: the account expires at 2026-12-15T00:00:00Z, in 14 days");
    assertThat(warnings("expires = 2026-12-01"))
        .containsExactly(
            "a.conf:3: a.expires: the account has expired at 2026-12-01T00:00:00Z; remove it");
  }

  @Test
  void keyThatExpires_isWarnedOf_from14DaysBeforeOn() {
    String key = "key_fingerprint = " + TestKeys.ED25519_FINGERPRINT + " expires=2026-12-";
    assertThat(warnings(key + "16")).isEmpty();
    assertThat(warnings(key + "15"))
        .containsExactly(
            "a.conf:3: a.key_fingerprint: the key "
                + TestKeys.ED25519_FINGERPRINT
                + " expires at 2026-12-15T00:00:00Z, in 14 days");
  }

  @Test
  void md5_isWarnedOf() {
    assertThat(warnings("key_fingerprint = " + TestKeys.ED25519_MD5))
        .singleElement()
        .asString()
        .startsWith("a.conf:3: a.key_fingerprint: is an MD5 fingerprint, ")
        .contains("neither the embedded portal nor a backend takes the account for it");
  }

  @Test
  void sudoThatNeverWorks_isWarnedOf() {
    assertThat(warnings("sudo_allowed = true"))
        .singleElement()
        .asString()
        .startsWith("a.conf:3: a.sudo_allowed: asks for a password, ");
    assertThat(warnings("sudo_nopasswd = true"))
        .containsExactly("a.conf:3: a.sudo_nopasswd: has no effect without sudo_allowed = true");
  }

  @Test
  void groupOfRoot_isWarnedOf() {
    assertThat(warnings("gid = 0")).containsExactly("a.conf:3: a.gid: is root's group");
    assertThat(warnings("gid = 1")).isEmpty();
  }

  @Test
  void otherShellsAndHomes_mayBeApprovedOf() {
    var approved = new ApprovedPaths(Set.of("/opt/rsh"), List.of("/srv"));
    assertThat(parsed(approved, KEY + "shell = /opt/rsh\nhome = /srv/a"))
        .isInstanceOf(Loaded.Valid.class);
    assertThat(parsed(approved, KEY + "shell = /bin/sh")).isInstanceOf(Loaded.Invalid.class);
    assertThat(parsed(approved, KEY + "home = /home/a")).isInstanceOf(Loaded.Invalid.class);
  }

  private static ServiceAccount account(String lines) {
    return Accounts.of("[a]\n" + KEY + lines).named("a").orElseThrow();
  }

  private static List<String> warnings(String lines) {
    return Accounts.of("[a]\n" + KEY + lines).warnings(NOW);
  }

  private static List<String> report(String lines) {
    return parsed(ApprovedPaths.DEFAULT, lines) instanceof Loaded.Invalid<ServiceAccounts> invalid
        ? invalid.report().lines().toList()
        : List.of();
  }

  private static Loaded<ServiceAccounts> parsed(ApprovedPaths approved, String lines) {
    return new AccountsParser(approved).parse(Path.of("a.conf"), "[a]\n" + lines);
  }
}
