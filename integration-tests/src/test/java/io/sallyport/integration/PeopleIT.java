package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.LabPlan.BackendKind;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("People whom the backend does not know:")
class PeopleIT {
  /** By the hash of her name; the same on every backend. */
  private static final int ALICE = 30207;

  private static final String NOT_LET_IN = "the host did not accept the login";
  private static final Duration WAITS_FOR_THE_HELPER = Duration.ofSeconds(25);

  private static final String BREAK_GLASS =
      """
      Match User breakglass Address 127.0.0.1
          AuthorizedKeysFile /run/sallyport/%u
          AuthorizedKeysCommand none
      """;

  private Path glass;
  private Lab lab;
  private TestIssuer issuer;
  private Path helper;
  private String working;
  private JsonLines audit;
  private JsonLines decisions;
  private JsonLines deeds;

  @BeforeAll
  void startLab() throws IOException {
    LabPlan fresh = LabPlan.inFreshFolder();
    issuer = TestIssuer.create(fresh.folder());
    lab =
        Lab.start(
            fresh
                .withBackend(BackendKind.OPENSSH)
                .withOfflineIssuer(TestIssuer.NAME, issuer.keySet())
                .withSshdMatches(BREAK_GLASS)
                .withNewcomers());
    glass = SshKeys.generate(lab.folder().path().resolve("glass"), "glass");
    LabFolder.write(
        lab.folder().backend().resolve("breakglass"), Files.readString(Path.of(glass + ".pub")));
    helper = lab.folder().backend().resolve("people-helper");
    working = Files.readString(helper);
  }

  @AfterAll
  void stopLab() {
    lab.close();
  }

  @BeforeEach
  void nobodyIsKnown() {
    LabFolder.writeScript(helper, working);
    people(null);
    dismiss("alice");
    dismiss("bob");
    Tool.run("rm", "-rf", lab.folder().home().resolve("alice").toString());
    lab.bastion().restart(); // it remembers whom it has announced
    audit = JsonLines.from(lab.folder().audit());
    decisions = JsonLines.from(lab.folder().verifierAudit());
    deeds = JsonLines.from(lab.folder().backend().resolve("people/people.jsonl"));
  }

  @AfterEach
  void helperWorks() {
    LabFolder.writeScript(helper, working);
  }

  @Test
  void are_in_at_once_with_their_groups_and_a_home_of_their_own() {
    assertThat(there("getent", "passwd", "alice").ok()).isFalse();

    SshRun.Finished first = as("alice", "alice@web-01", "id; pwd; stat -c '%a %U' .");

    assertThat(first.output())
        .as(first.error())
        .contains("uid=%1$d(alice) gid=%1$d(alice)".formatted(ALICE), "(web-admins)")
        .endsWith("/home/alice\n700 alice\n");
    assertThat(audit.first("introduction", event("introduction")).path("jti").asString(""))
        .isNotEqualTo(audit.first("hop-start", event("hop-start")).path("jti").asString(""));
    assertThat(decisions.all())
        .anyMatch(line -> line.path("code").asString("").equals("introduced"));
    assertThat(lab.folder().recordings())
        .isDirectoryContaining(path -> path.toString().endsWith("-1"));
  }

  @Test
  void are_announced_the_first_time_only() {
    List<Duration> took =
        Stream.generate(() -> as("alice", "alice@web-01", "true"))
            .limit(4)
            .peek(run -> assertThat(run.ok()).as(run.error()).isTrue())
            .map(SshRun.Finished::took)
            .toList();

    System.err.println("A first login by announcement, and three after it: " + took);
    assertThat(audit.all().stream().filter(event("introduction"))).hasSize(1);
  }

  @Test
  void who_was_removed_meanwhile_is_announced_again_at_the_second_try() {
    assertThat(as("alice", "alice@web-01", "true").ok()).isTrue();
    dismiss("alice");

    assertThat(as("alice", "alice@web-01", "true").error()).contains(NOT_LET_IN);
    SshRun.Finished second = as("alice", "alice@web-01", "id -u");

    assertThat(second.output()).as(second.error()).isEqualTo(ALICE + "\n");
  }

  @Test
  void whose_number_is_taken_stay_out_and_nobody_is_touched() {
    there("useradd", "-u", "" + ALICE, "other");
    try {
      SshRun.Finished run = as("alice", "alice@web-01", "id");

      assertThat(run.ok()).isFalse();
      assertThat(run.error()).contains(NOT_LET_IN).doesNotContain("other");
      assertThat(deeds.first("refusal", event("refused")).path("reason").asString(""))
          .isEqualTo("the number of alice, %d, is that of the account other".formatted(ALICE));
      assertThat(there("getent", "passwd", "alice").ok()).isFalse();
      assertThat(audit.first("failure", event("hop-failed")).path("reason").asString(""))
          .contains("no account for alice is made here");
    } finally {
      there("userdel", "other");
    }
  }

  @Test
  void who_has_a_local_account_keeps_it_as_it_is_also_while_the_helper_hangs() {
    there("useradd", "-u", "4001", "-m", "-s", "/bin/sh", "bob");
    String account = there("getent", "passwd", "bob").output();
    try {
      hang();
      SshRun.Finished run = as("bob", "bob@web-01", "id -nG");

      assertThat(run.output()).as(run.error()).isEqualTo("bob\n");
      assertThat(run.took()).isLessThan(Duration.ofSeconds(8));
      assertThat(there("getent", "passwd", "bob").output()).isEqualTo(account);
      assertThat(there("sh", "-c", "ls /etc/userdb/bob*").ok()).isFalse();
    } finally {
      there("userdel", "-r", "bob");
    }
  }

  @Test
  void are_made_by_useradd_where_nss_systemd_is_missing() {
    people("way: useradd\n");
    there("sh", "-c", "rm -f /etc/userdb/web-admins.group /etc/userdb/20283.group");

    SshRun.Finished run = as("alice", "alice@web-01", "id; stat -c '%a %U' ~; ls -A ~");

    assertThat(run.output())
        .as(run.error())
        .contains("uid=" + ALICE + "(alice)", "(web-admins)", "700 alice", ".bashrc");
    assertThat(there("getent", "-s", "files", "passwd", "alice").output())
        .startsWith("alice:x:%1$d:%1$d:".formatted(ALICE));
    assertThat(there("sh", "-c", "ls /etc/userdb/alice*").ok()).isFalse();
    dismiss("alice");
    assertThat(there("getent", "passwd", "alice").ok()).isFalse();
    assertThat(there("groupdel", "web-admins").ok()).isTrue();
  }

  @Test
  void who_come_twice_at_once_are_one_person() {
    try (SshRun.Running one = run("alice", "alice@web-01", "id").start();
        SshRun.Running other = run("alice", "alice@web-01", "id").start()) {
      SshRun.Finished first = one.finish(WAITS_FOR_THE_HELPER);
      SshRun.Finished second = other.finish(WAITS_FOR_THE_HELPER);

      assertThat(first.output()).as(first.error()).contains("(web-admins)");
      assertThat(second.output()).as(second.error()).isEqualTo(first.output());
    }
    assertThat(deeds.all().stream().filter(event("made"))).hasSize(1);
  }

  @Test
  void who_have_not_come_for_long_go_and_their_homes_stay() throws IOException {
    assertThat(as("alice", "alice@web-01", "touch kept").ok()).isTrue();
    cameLast(Duration.ofDays(29));
    assertThat(tidy()).isEmpty();

    cameLast(Duration.ofDays(31));
    String untilTold = "echo here; until [ -e told ]; do sleep 0.1; done";
    try (SshRun.Running session = run("alice", "alice@web-01", untilTold).start()) {
      Await.holds(Duration.ofSeconds(20), () -> session.output().contains("here"));
      cameLast(Duration.ofDays(31));
      assertThat(tidy()).isEqualTo("alice: has processes, and stays for now\n");
      LabFolder.write(lab.folder().home().resolve("alice/told"), "");
      session.finish(WAITS_FOR_THE_HELPER);
    }
    Await.holds(Duration.ofSeconds(20), () -> !there("pgrep", "-u", "" + ALICE).ok());
    assertThat(tidy()).isEqualTo("alice: removed; /home/alice stays\n");

    assertThat(there("getent", "passwd", "alice").ok()).isFalse();
    assertThat(there("getent", "group", "alice").ok()).isFalse();
    assertThat(lab.folder().home().resolve("alice/kept")).exists();
    deeds.first("removal", event("removed"));
  }

  @Test
  @DisplayName("a helper that hangs keeps nobody out who has an account, nor slows them down")
  void helper_that_hangs_holds_nobody_up() {
    there("useradd", "-m", "-s", "/bin/sh", "-p", "*", "breakglass");
    Duration usual = local().took();
    hang();

    try (SshRun.Running newcomer = run("alice", "alice@web-01", "id").start()) {
      decisions.first("announcement", line -> line.path("code").asString("").equals("introduced"));
      Duration meanwhile = local().took();
      SshRun.Finished brokenGlass = breakGlass();
      assertThat(brokenGlass.output()).as(brokenGlass.error()).isEqualTo("breakglass\n");
      assertThat(brokenGlass.took()).isLessThan(usual.plusSeconds(2));
      assertThat(newcomer.output()).as("the newcomer waits").isEmpty();
      SshRun.Finished refused = newcomer.finish(WAITS_FOR_THE_HELPER);

      System.err.println(
          "A local login before and while the helper hangs: " + usual + " " + meanwhile);
      assertThat(meanwhile).isLessThan(usual.plusSeconds(2));
      assertThat(refused.ok()).isFalse();
      assertThat(refused.error()).contains(NOT_LET_IN);
      assertThat(refused.took()).isLessThan(WAITS_FOR_THE_HELPER);
    }
    assertThat(audit.first("failure", event("hop-failed")).path("reason").asString(""))
        .contains("there is no account for alice yet");
  }

  @Test
  @DisplayName("a helper that is dead keeps out newcomers, and nobody who was there before")
  void helper_that_is_dead_keeps_out_newcomers_only() {
    assertThat(as("alice", "alice@web-01", "true").ok()).isTrue();
    lab.bastion().restart(); // so that she is announced again
    LabFolder.writeScript(helper, "#!/bin/sh\nexit 1\n");

    assertThat(as("alice", "alice@web-01", "id -u").output()).isEqualTo(ALICE + "\n");
    assertThat(local().ok()).isTrue();
    dismiss("alice");
    lab.bastion().restart();
    assertThat(as("alice", "alice@web-01", "id -u").error()).contains(NOT_LET_IN);
  }

  @Test
  void stay_out_of_hosts_that_make_no_accounts() {
    SshRun.Finished run = as("alice", "alice@web-02", "id");

    assertThat(run.error()).contains(NOT_LET_IN);
    assertThat(audit.all()).noneMatch(event("introduction"));
    assertThat(deeds.all()).isEmpty();
  }

  @Test
  @DisplayName(
      "N11 a token that announces somebody opens nothing, whatever its certificate permits")
  void announcement_opens_nothing() {
    HopOffer offer = announcement();
    offer.options = List.of("permit-pty", "permit-port-forwarding", "permit-agent-forwarding");

    SshRun.Finished run = offer.ssh(offer.token(), "echo in; id");
    assertThat(run.output()).as(run.error()).isEmpty();
    assertThat(run.exitCode()).as("of the backend's own program").isZero();
    HopOffer terminal = announcement();
    SshRun.Finished shell = terminal.ssh(terminal.token(), "-tt");
    assertThat(shell.output()).isEmpty();
    assertThat(shell.error()).contains("PTY allocation request failed");
    HopOffer other = announcement();
    SshRun.Finished sftp = other.ssh(other.token(), "-s", "sftp");
    assertThat(sftp.output()).isEmpty();
    HopOffer forward = announcement();
    forward.options = List.of("permit-port-forwarding");
    SshRun.Finished forwarded =
        forward.ssh(forward.token(), "-W", "127.0.0.1:" + lab.backendPort());
    assertThat(forwarded.output()).doesNotContain("SSH-2.0");
    assertThat(forwarded.error()).contains("administratively prohibited");
  }

  @Test
  @DisplayName("N11 a forced command of the certificate does not replace that of the backend")
  void forced_command_is_the_backends() {
    HopOffer offer = announcement();
    offer.options = List.of("force-command=echo in");

    assertThat(offer.logIn().output()).doesNotContain("in");
    assertThat(offer.logIn().ok()).isFalse();
  }

  @Test
  @DisplayName("N29 nobody is announced by a token for another login, host or kind of identity")
  void spoiled_announcement_is_refused() {
    Map<String, HopOffer> spoiled =
        Map.of(
            "wrong-login", announcement().with("target_login", "deploy"),
            "wrong-target", announcement().with("target_host", "db-01"),
            "principals", principal(announcement()),
            "not-a-person", announcement().with("key_fp", "SHA256:" + "A".repeat(43)));
    spoiled.forEach((code, offer) -> {
      assertThat(offer.logIn().error()).as(code).contains("Permission denied (publickey)");
      decisions.first(code, line -> line.path("code").asString("").equals(code));
    });
    HopOffer root = announcement().with("sub", "root").with("target_login", "root");
    assertThat(root.logIn().error()).contains("Permission denied (publickey)");
    assertThat(deeds.all()).isEmpty();
  }

  /** A good one for somebody's own login, shown where people are announced. */
  private static HopOffer principal(HopOffer offer) {
    offer.login = "sallyport-people";
    offer.options = List.of("permit-pty");
    offer.principal = "alice";
    return offer;
  }

  private HopOffer announcement() {
    HopOffer offer = new HopOffer(lab, issuer).with("sub", "alice").with("target_login", "alice");
    offer.login = "sallyport-people";
    return offer;
  }

  private void hang() {
    LabFolder.writeScript(helper, "#!/bin/sh\nexec sleep 300\n");
  }

  private SshRun.Finished local() {
    SshRun.Finished run = lab.client().automation("web-01", "id -un").finish();
    assertThat(run.output()).as(run.error()).isEqualTo("deploy\n");
    return run;
  }

  /** Past the bastion and the verifier, with a key that only the backend's sshd knows. */
  private SshRun.Finished breakGlass() {
    return lab.client()
        .ssh(
            "-i",
            glass.toString(),
            "-o",
            "HostKeyAlias=web-01",
            "-o",
            "UserKnownHostsFile=" + lab.folder().backendKnownHosts(),
            "-o",
            "BatchMode=yes",
            "-p",
            "" + lab.backendPort(),
            "breakglass@127.0.0.1",
            "id -un")
        .finish();
  }

  private SshRun.Finished as(String person, String destination, String command) {
    return run(person, destination, command).finish();
  }

  private SshRun run(String person, String destination, String command) {
    return lab.client()
        .ssh("-J", person + "@bastion", destination, command)
        .answering(lab.client().portalToken(person));
  }

  /** Other lines in people.yaml, or the usual ones. */
  private void people(@Nullable String more) {
    Path yaml = lab.folder().backend().resolve("people/people.yaml");
    String usual =
        "groups: {ops: web-admins}\nremove_after: 30d\nstate: state\naudit: people.jsonl\n";
    LabFolder.write(yaml, usual + (more == null ? "" : more));
  }

  private void cameLast(Duration ago) throws IOException {
    Path record = lab.folder().backend().resolve("people/state/people/alice");
    String seen = "seen: \"" + Instant.now().minus(ago) + "\"";
    LabFolder.writePrivate(record, Files.readString(record).replaceAll("seen: .*", seen));
  }

  private String tidy() {
    return there("/run/sallyport/people-helper", "tidy").output();
  }

  private void dismiss(String name) {
    Tool.Outcome outcome = there("sh", "-c", working.replace("\"${1:-visit}\"", "remove " + name));
    assertThat(outcome.error() + outcome.output()).containsAnyOf("removed", "was not made here");
  }

  /** On the backend. */
  private Tool.Outcome there(String... command) {
    String sshd = "" + lab.backend().sshServer().pid();
    return Tool.attempt(
        "",
        Stream.concat(Stream.of("nsenter", "-t", sshd, "-m", "-p"), Stream.of(command))
            .toArray(String[]::new));
  }

  private static Predicate<JsonNode> event(String name) {
    return line -> line.path("event").asString("").equals(name);
  }
}
