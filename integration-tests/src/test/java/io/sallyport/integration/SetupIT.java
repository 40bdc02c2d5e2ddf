package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Installation;
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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A backend as Debian leaves it: deploy has an authorized key and sshd asks for passwords. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("sallyport-verifier setup")
class SetupIT {
  private static final String INSIDE = "/run/sallyport";
  private static final String NO_BREAK_GLASS = "--no-break-glass";
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private Lab lab;
  private TestIssuer issuer;
  private Path ownKey;
  private Path glass;

  /** The sshd that is set up. */
  LabPlan plan() {
    return LabPlan.inFreshFolder().withBackend(BackendKind.OPENSSH).withUntouchedSshd();
  }

  @BeforeAll
  void startLab() throws IOException {
    LabPlan plan = plan();
    issuer = TestIssuer.create(plan.folder());
    lab = Lab.start(plan.withOfflineIssuer(TestIssuer.NAME, issuer.keySet()));
    there("useradd", "--create-home", "--password", "*", "breakglass");
    ownKey = SshKeys.generate(lab.folder().path().resolve("own-key"), "deploy");
    glass = SshKeys.generate(lab.folder().path().resolve("glass"), "glass");
    Path ssh = lab.folder().home().resolve("deploy/.ssh");
    Files.createDirectory(ssh);
    Files.copy(Path.of(ownKey + ".pub"), ssh.resolve("authorized_keys"));
    Tool.run("chown", "-R", "20001:20001", ssh.toString());
  }

  @AfterAll
  void stopLab() {
    lab.close();
  }

  @BeforeEach
  void sshdIsUntouched() {
    assertThat(byOwnKey("deploy", ownKey, "127.0.0.1").output()).isEqualTo("in\n");
  }

  @AfterEach
  void takeBack() {
    there("sh", "-c", "rm -f %s/sshd_config.d/* %s/sallyport-*.pub".formatted(INSIDE, INSIDE));
    there("sh", "-c", "kill -HUP \"$(cat /run/sshd.pid)\"");
    Await.until("sshd as it was", PATIENCE, () -> byOwnKey("deploy", ownKey, "127.0.0.1").ok());
  }

  @Test
  void closes_every_way_in_but_the_verifiers_once_somebody_says_yes() throws IOException {
    Tool.Outcome outcome = setup("yes\n", NO_BREAK_GLASS);

    assertThat(outcome.output())
        .as(outcome.error())
        .contains(
            "- passwordauthentication yes",
            "+ passwordauthentication no",
            "- authorizedkeysfile .ssh/authorized_keys .ssh/authorized_keys2",
            "+ authorizedkeyscommand /run/sallyport/sallyport-authorized-keys %u %t %k",
            "sshd asks the verifier, and lets in nobody without it")
        .endsWith("done: /run/sallyport/sshd_config.d/00-sallyport.conf\n");
    assertThat(outcome.exitCode()).isZero();
    HopOffer hop = new HopOffer(lab, issuer);
    assertThat(hop.logIn().output()).isEqualTo("in\n");
    assertThat(byOwnKey("deploy", ownKey, "127.0.0.1").error())
        .contains("Permission denied (publickey).");
    assertThat(dropIns()).containsExactly("00-sallyport.conf");
    assertThat(there("ls", "/run/sallyport-setup").ok()).isFalse();
  }

  @Test
  void is_done_once() {
    assertThat(setup("yes\n", NO_BREAK_GLASS).ok()).isTrue();

    Tool.Outcome again = setup("", NO_BREAK_GLASS);

    assertThat(again.output()).startsWith("nothing to change: ");
    assertThat(again.ok()).isTrue();
  }

  @Test
  void lets_the_break_glass_account_in_by_its_own_key_and_from_its_address_alone()
      throws IOException {
    Tool.Outcome outcome =
        setup(
            "yes\n",
            "--break-glass",
            "breakglass",
            "--break-glass-key",
            glass + ".pub",
            "--break-glass-from",
            "127.0.0.3,192.0.2.0/28");

    assertThat(outcome.ok()).as(outcome.error()).isTrue();
    lab.backend().verifier().stop();
    try {
      assertThat(byOwnKey("breakglass", glass, "127.0.0.3").output()).isEqualTo("in\n");
      assertThat(byOwnKey("breakglass", glass, "127.0.0.1").error()).contains("(publickey)");
      assertThat(byOwnKey("breakglass", ownKey, "127.0.0.3").error()).contains("(publickey)");
      assertThat(byOwnKey("deploy", ownKey, "127.0.0.3").error()).contains("(publickey)");
    } finally {
      lab.backend().verifier().start();
    }
    assertThat(
            Files.getOwner(lab.folder().backend().resolve("sallyport-break-glass.pub")).getName())
        .isEqualTo("root");
  }

  @Test
  void asks_by_principals_where_the_other_command_is_taken() throws IOException {
    HopOffer hop = new HopOffer(lab, issuer);
    String config = Files.readString(lab.folder().verifierConfig());
    LabFolder.write(
        lab.folder().verifierConfig(),
        config.replace(
            "  - id: bastion-01\n",
            "  - id: bastion-01\n    hop_ca: " + Files.readString(hop.authority())));
    try {
      Tool.Outcome outcome = setup("yes\n", "--way", "principals", NO_BREAK_GLASS);

      assertThat(outcome.ok()).as(outcome.error()).isTrue();
      assertThat(hop.logIn().output()).isEqualTo("in\n");
      assertThat(new HopOffer(lab, issuer).logIn().error())
          .as("of another authority")
          .contains("(publickey)");
      assertThat(byOwnKey("deploy", ownKey, "127.0.0.1").error()).contains("(publickey)");
    } finally {
      LabFolder.write(lab.folder().verifierConfig(), config);
    }
  }

  @Test
  void takes_everything_back_when_nobody_confirms() {
    Tool.Outcome outcome = setup("no\n", NO_BREAK_GLASS);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error()).contains("nobody has confirmed it. sshd is as it was before.");
    assertUntouched();
  }

  @Test
  void takes_everything_back_when_the_time_is_over() throws IOException {
    Path typing = lab.folder().path().resolve("typing");
    Tool.run("mkfifo", typing.toString());
    SshRun waiting =
        lab.client()
            .command(
                "sh",
                "-c",
                "exec 3<>'%1$s'; %2$s <&3"
                    .formatted(typing, shell(command(NO_BREAK_GLASS, "--confirm-within", "1"))));

    assertThat(waiting.finish().error()).contains("nobody has confirmed it");
    assertUntouched();
  }

  @Test
  void takes_everything_back_when_it_is_killed_itself() {
    Path typing = lab.folder().path().resolve("typing-" + System.nanoTime());
    Tool.run("mkfifo", typing.toString());
    String words = shell(command(NO_BREAK_GLASS, "--confirm-within", "1", "--login", "deploy"));
    try (SshRun.Running _ =
        lab.client().command("sh", "-c", "exec 3<>'%s'; %s <&3".formatted(typing, words)).start()) {
      Await.until("the trial", PATIENCE, () -> !byOwnKey("deploy", ownKey, "127.0.0.1").ok());
      there("sh", "-c", KILL_SETUP);
    }

    assertThat(dropIns()).as("on trial").containsExactly("00-sallyport-trial.conf");
    assertThat(Await.holds(PATIENCE, () -> byOwnKey("deploy", ownKey, "127.0.0.1").ok())).isTrue();
    assertUntouched();
  }

  @Test
  void takes_everything_back_when_sshd_does_not_ask() {
    Tool.Outcome outcome = setup("yes\n", NO_BREAK_GLASS, "--login", "nobody-here");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .contains("sshd has not asked the verifier about nobody-here", "--login");
    assertUntouched();
  }

  @Test
  void changes_nothing_while_no_verifier_answers() {
    lab.backend().verifier().stop();
    try {
      Tool.Outcome outcome = setup("yes\n", NO_BREAK_GLASS);

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.error()).contains("the verifier was not asked", "is it running");
      assertUntouched();
    } finally {
      lab.backend().verifier().start();
    }
  }

  @Test
  void changes_nothing_when_sshd_would_not_run_the_command() {
    there("chmod", "g+w", INSIDE + "/sallyport-authorized-keys");
    try {
      Tool.Outcome outcome = setup("yes\n", NO_BREAK_GLASS);

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.error())
          .contains(
              "can be changed by others", "chmod go-w " + INSIDE + "/sallyport-authorized-keys");
      assertUntouched();
    } finally {
      there("chmod", "g-w", INSIDE + "/sallyport-authorized-keys");
    }
  }

  @Test
  void does_not_go_on_where_another_file_would_win() {
    Path earlier = lab.folder().backend().resolve("sshd_config.d/00-a.conf");
    LabFolder.write(earlier, "Match User root\n  PasswordAuthentication yes\n");

    Tool.Outcome outcome = setup("yes\n", NO_BREAK_GLASS, "--login", "deploy");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .contains("`PasswordAuthentication no` would not hold for root", "sort before");
    assertThat(dropIns()).containsExactly("00-a.conf");
  }

  @Test
  void wins_over_match_blocks_that_come_later() {
    Path later = lab.folder().backend().resolve("sshd_config.d/50-cloud-init.conf");
    LabFolder.write(later, "Match User deploy\n  AuthorizedKeysFile .ssh/authorized_keys\n");

    assertThat(setup("yes\n", NO_BREAK_GLASS).ok()).isTrue();
    assertThat(byOwnKey("deploy", ownKey, "127.0.0.1").ok()).isFalse();
  }

  @Test
  void prints_the_lines_and_changes_nothing_when_asked_to() {
    Tool.Outcome outcome = setup("", NO_BREAK_GLASS, "--dry-run");

    assertThat(outcome.output())
        .startsWith("# /run/sallyport/sshd_config.d/00-sallyport.conf\n")
        .contains("AuthorizedKeysFile none\n");
    assertUntouched();
  }

  @Test
  void wants_to_know_who_gets_in_when_nothing_works() {
    Tool.Outcome outcome = setup("");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("--break-glass");
  }

  private static final String KILL_SETUP =
      "for p in /proc/[0-9]*; do if tr '\\0' ' ' <$p/cmdline | grep -q 'VerifierMain setup';"
          + " then kill -KILL ${p#/proc/}; fi; done 2>/dev/null";

  /** Nothing of a setup is left, and sshd lets in whom it let in before. */
  private void assertUntouched() {
    assertThat(dropIns()).isEmpty();
    assertThat(there("ls", "/run/sallyport-setup").ok()).isFalse();
    Await.until("sshd as before", PATIENCE, () -> byOwnKey("deploy", ownKey, "127.0.0.1").ok());
  }

  private List<String> dropIns() {
    return there("ls", INSIDE + "/sshd_config.d").output().lines().toList();
  }

  private Tool.Outcome setup(String typed, String... options) {
    return Tool.attempt(typed, command(options).toArray(String[]::new));
  }

  private List<String> command(String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "nsenter",
                "-t",
                "" + lab.backend().sshServer().pid(),
                "-m",
                "-p",
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                Installation.find().verifier().toString(),
                "setup",
                "--config",
                INSIDE + "/verifier.yaml",
                "--sshd-config",
                INSIDE + "/sshd_config",
                "--commands",
                INSIDE));
    words.addAll(List.of(options));
    return words;
  }

  private static String shell(List<String> words) {
    return String.join(" ", words);
  }

  private SshRun.Finished byOwnKey(String login, Path key, String from) {
    return lab.client()
        .ssh(
            "-b",
            from,
            "-i",
            key.toString(),
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "HostKeyAlias=web-01",
            "-o",
            "UserKnownHostsFile=" + lab.folder().backendKnownHosts(),
            "-o",
            "BatchMode=yes",
            "-p",
            "" + lab.backendPort(),
            login + "@127.0.0.1",
            "echo in")
        .finish();
  }

  /** On the backend. */
  private Tool.Outcome there(String... command) {
    String sshd = "" + lab.backend().sshServer().pid();
    return Tool.attempt(
        "",
        Stream.concat(Stream.of("nsenter", "-t", sshd, "-m", "-p"), Stream.of(command))
            .toArray(String[]::new));
  }
}
