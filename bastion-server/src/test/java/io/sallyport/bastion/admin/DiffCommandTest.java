package io.sallyport.bastion.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.BastionFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiffCommandTest {

  private static final String RULES =
      """
      rules:
        - {name: ops, groups: [ops, admins], targets: ["*"], logins: [root]}
        - {name: web, people: [alice], targets: ["web-*"], logins: [deploy]}
        - {name: backup, service_accounts: [backup], targets: ["*"], logins: [backup]}
      """;
  private static final String ONE = "SHA256:" + "A".repeat(43);
  private static final String TWO = "SHA256:" + "B".repeat(42) + "A";

  private final BastionFiles old;
  private final BastionFiles now;

  DiffCommandTest(@TempDir Path folder) throws IOException {
    this.old = new BastionFiles(Files.createDirectory(folder.resolve("old")));
    this.now = new BastionFiles(Files.createDirectory(folder.resolve("now")));
  }

  @BeforeEach
  void write() {
    for (BastionFiles files : new BastionFiles[] {old, now}) {
      files.write("http://127.0.0.1:1");
      files.put("policy.yaml", RULES, "rw-r--r--");
      files.put("service-accounts.conf", "[ansible]\nkey_fingerprint = " + ONE, "rw-------");
      files.put("known_hosts", "# ours\nweb-01 ssh-ed25519 AAAA comment\n", "rw-r--r--");
    }
  }

  @Test
  void sameInEffect_isSilent_exits0_andMakesNothing() {
    now.with("names:", "# a comment\ngate: {max_connections: 1000}\nnames:");
    now.put("policy.yaml", RULES.replace("[ops, admins]", "[admins, ops]"), "rw-r--r--");
    now.put("known_hosts", "web-01  ssh-ed25519 AAAA another comment\n", "rw-r--r--");

    assertThat(diff()).isEqualTo(new Printed(0, "", ""));
    assertThat(now.folder().resolve("state")).doesNotExist();
  }

  @Test
  void settings_areShownOldAndNew_withTheirDefaults() {
    old.with("names:", "chacha20: true\nnames:");
    now.with("names:", "gate: {max_connections: 7}\npublic_address: b.example.com:22\nnames:")
        .with("audit.jsonl", "/var/log/audit.jsonl");

    assertPrints(
        """
        settings:
          public_address: (not set) -> b.example.com:22
          audit: audit.jsonl -> /var/log/audit.jsonl
          gate.max_connections: 1000 (default) -> 7
          chacha20: true -> false (default)
        """);
  }

  @Test
  void banner_isComparedByWhatItSays() {
    old.with("names:", "banner: banner.txt\nnames:").put("banner.txt", "Hello", "rw-r--r--");
    now.with("names:", "banner: banner.txt\nnames:").put("banner.txt", "Away", "rw-r--r--");

    assertPrints(
        """
        settings:
          banner_text: "Hello\\u{d}\\u{a}" -> "Away\\u{d}\\u{a}"
        """);
  }

  @Test
  @DisplayName("A secret that differs is said to differ, and neither is shown")
  void secrets_areNotShown() {
    now.put("access-token", "another-access-token-0123456789\n", "rw-------");

    assertPrints(
        """
        settings:
          portal.access_token: (secret) -> another (secret)
        """);
  }

  @Test
  void targets_areComparedByNameAndPort() {
    old.with(
        "targets:",
        """
        targets:
          - {name: db-01, port: 2222, address: "10.0.0.2:22"}
          - {name: old-01, address: "10.0.0.3:22", group: old, legacy_algorithms: true}\
        """);
    now.with("\"127.0.0.1:2201\"", "\"127.0.0.1:2202\", group: web, vouching: portal-certificate")
        .with("targets:", "targets:\n  - {name: db-01, address: \"10.0.0.2:22\"}");

    assertPrints(
        """
        targets:
          + db-01:22 at place 1
            address: 10.0.0.2:22
          ~ web-01:22
            address: 127.0.0.1:2201 -> 127.0.0.1:2202
            group: default (default) -> web
            vouching: token (default) -> portal-certificate
          - db-01:2222 at place 1
            port: 2222
            address: 10.0.0.2:22
          - old-01:22 at place 2
            address: 10.0.0.3:22
            group: old
            legacy_algorithms: true
        """);
  }

  @Test
  @DisplayName("Rules: the first match decides, so what moves is said to move")
  void rules_areComparedInTheirOrder() {
    now.put(
        "policy.yaml",
        """
        rules:
          - {name: backup, service_accounts: [backup], targets: ["*"], logins: [backup]}
          - {name: ops, groups: [ops, admins], targets: ["*"], logins: [root, deploy]}
          - {name: db, people: [bob], targets: [db-01], logins: [db], max_session: 2h}
        """,
        "rw-r--r--");

    assertPrints(
        """
        rules:
          ~ ops, moved from place 1 to 2
            logins: [root] -> [deploy, root]
          + db at place 3
            people: [bob]
            targets: [db-01]
            logins: [db]
            max_session: 2h
          - web at place 2
            people: [alice]
            targets: [web-*]
            logins: [deploy]
        """);
  }

  @Test
  void serviceAccounts_areComparedByTheirFingerprints() {
    old.put(
        "service-accounts.conf",
        "[zoe]\nkey_fingerprint = %s\n[ansible]\nkey_fingerprint = %s\n".formatted(TWO, ONE),
        "rw-------");
    now.put(
        "service-accounts.conf",
        "[ansible]\nkey_fingerprint = %s\n[new]\nkey_fingerprint = %s\n".formatted(TWO, ONE),
        "rw-------");

    assertPrints(
        """
        service_accounts:
          ~ ansible
            key_fingerprints: [%2$s] -> [%1$s]
          + new
            key_fingerprints: [%2$s]
          - zoe
            key_fingerprints: [%1$s]
        """
            .formatted(TWO, ONE));
  }

  @Test
  void hostKeys_areCompared() {
    now.put(
        "known_hosts",
        "web-01 ssh-ed25519 BBBB\n@revoked web-01 ssh-ed25519 AAAA\n\nodd\n",
        "rw-r--r--");

    assertPrints(
        """
        known_hosts:
          + "@revoked web-01 ssh-ed25519"
            key: AAAA
          ~ "web-01 ssh-ed25519"
            key: AAAA -> BBBB
          + odd
            key: ""
        """);
  }

  @Test
  void configurationsThatCannotBeRead_areBothReported_asByCheck_andExit2() {
    old.with("names: [bastion]", "nmaes: [bastion]");
    now.put("policy.yaml", "rules:\n  - {nmae: x}\n", "rw-r--r--");

    Printed printed = diff();

    assertThat(printed.exitCode()).isEqualTo(2);
    assertThat(printed.out()).isEmpty();
    assertThat(printed.err())
        .isEqualTo(check(old).err() + check(now).err())
        .contains("old/bastion.yaml:2: ", "nmaes", "now/policy.yaml:2: ", "nmae");
  }

  @Test
  void onlyOneThatCannotBeRead_exits2() throws IOException {
    Files.delete(now.config());

    assertThat(diff().exitCode()).isEqualTo(2);
    assertThat(diff().out()).isEmpty();
  }

  @Test
  void withoutTheOther_exits2() {
    assertThat(Printed.by("diff", "--config", now.config().toString()).exitCode()).isEqualTo(2);
  }

  private void assertPrints(String lines) {
    assertThat(diff()).isEqualTo(new Printed(1, lines, ""));
  }

  private Printed diff() {
    return Printed.by(
        "diff", "--config", now.config().toString(), "--against", old.config().toString());
  }

  private static Printed check(BastionFiles files) {
    return Printed.by("check", "--config", files.config().toString());
  }
}
