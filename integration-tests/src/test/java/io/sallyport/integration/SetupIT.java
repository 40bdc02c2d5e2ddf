package io.sallyport.integration;

import static io.sallyport.integration.UntouchedBackend.HERE;
import static io.sallyport.integration.UntouchedBackend.INSIDE;
import static io.sallyport.integration.UntouchedBackend.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("sallyport-verifier setup")
class SetupIT {
  private static final String NO_BREAK_GLASS = "--no-break-glass";

  private static final String KILL_SETUP =
      "for p in /proc/[0-9]*; do if tr '\\0' ' ' <$p/cmdline | grep -q 'VerifierMain setup';"
          + " then kill -KILL ${p#/proc/}; fi; done 2>/dev/null";

  private UntouchedBackend backend;

  @BeforeAll
  void start() throws IOException {
    backend = new UntouchedBackend(plan -> plan);
  }

  @AfterAll
  void stop() {
    backend.close();
  }

  @BeforeEach
  void sshdIsUntouched() {
    assertThat(byOwnKey().output()).isEqualTo("in\n");
  }

  @AfterEach
  void takeBack() {
    backend.reset();
  }

  @Test
  void closes_every_way_in_but_the_verifiers_once_somebody_says_yes() throws IOException {
    Tool.Outcome outcome = backend.setup("yes\n", NO_BREAK_GLASS);

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
    HopOffer hop = backend.hop();
    assertThat(hop.logIn().output()).isEqualTo("in\n");
    assertThat(byOwnKey().error()).contains("Permission denied (publickey).");
    assertThat(backend.dropIns()).containsExactly("00-sallyport.conf");
    assertThat(backend.there("ls", "/run/sallyport-setup").ok()).isFalse();
  }

  @Test
  void is_done_once() {
    assertThat(backend.setup("yes\n", NO_BREAK_GLASS).ok()).isTrue();

    Tool.Outcome again = backend.setup("", NO_BREAK_GLASS);

    assertThat(again.output()).startsWith("nothing to change: ");
    assertThat(again.ok()).isTrue();
  }

  @Test
  void lets_the_break_glass_account_in_by_its_own_key_and_from_its_address_alone()
      throws IOException {
    Tool.Outcome outcome =
        backend.setup(
            "yes\n",
            "--break-glass",
            "breakglass",
            "--break-glass-key",
            backend.glass + ".pub",
            "--break-glass-from",
            "127.0.0.3,192.0.2.0/28");

    assertThat(outcome.ok()).as(outcome.error()).isTrue();
    backend.lab.backend().verifier().stop();
    try {
      assertThat(backend.logIn("breakglass", backend.glass, "127.0.0.3").output())
          .isEqualTo("in\n");
      assertThat(backend.logIn("breakglass", backend.glass, HERE).error()).contains("(publickey)");
      assertThat(backend.logIn("breakglass", backend.ownKey, "127.0.0.3").error())
          .contains("(publickey)");
      assertThat(backend.logIn("deploy", backend.ownKey, "127.0.0.3").error())
          .contains("(publickey)");
    } finally {
      backend.lab.backend().verifier().start();
    }
    assertThat(
            Files.getOwner(backend.lab.folder().backend().resolve("sallyport-break-glass.pub"))
                .getName())
        .isEqualTo("root");
  }

  @Test
  void asks_by_principals_where_the_other_command_is_taken() throws IOException {
    HopOffer hop = backend.hop();
    String config = Files.readString(backend.lab.folder().verifierConfig());
    LabFolder.write(
        backend.lab.folder().verifierConfig(),
        config.replace(
            "  - id: bastion-01\n",
            "  - id: bastion-01\n    hop_ca: " + Files.readString(hop.authority())));
    try {
      Tool.Outcome outcome = backend.setup("yes\n", "--way", "principals", NO_BREAK_GLASS);

      assertThat(outcome.ok()).as(outcome.error()).isTrue();
      assertThat(hop.logIn().output()).isEqualTo("in\n");
      assertThat(backend.hop().logIn().error()).as("of another authority").contains("(publickey)");
      assertThat(byOwnKey().error()).contains("(publickey)");
      backend.there("sh", "-c", "echo deploy >/home/deploy/none");
      assertThat(hop.logIn("no-token").error())
          .as("principals of one's own")
          .contains("(publickey)");
    } finally {
      backend.there("rm", "-f", "/home/deploy/none");
      LabFolder.write(backend.lab.folder().verifierConfig(), config);
    }
  }

  @Test
  void takes_everything_back_when_nobody_confirms() {
    Tool.Outcome outcome = backend.setup("no\n", NO_BREAK_GLASS);

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error()).contains("nobody has confirmed it. sshd is as it was before.");
    assertUntouched();
  }

  @Test
  void takes_everything_back_when_the_time_is_over() {
    SshRun waiting = backend.setupWaiting(NO_BREAK_GLASS, "--confirm-within", "1");

    assertThat(waiting.finish().error()).contains("nobody has confirmed it");
    assertUntouched();
  }

  @Test
  void takes_everything_back_when_it_is_killed_itself() {
    SshRun waiting =
        backend.setupWaiting(NO_BREAK_GLASS, "--confirm-within", "1", "--login", "deploy");
    try (SshRun.Running _ = waiting.start()) {
      Await.until("the trial", PATIENCE, () -> !byOwnKey().ok());
      backend.there("sh", "-c", KILL_SETUP);
    }

    assertThat(backend.dropIns()).as("on trial").containsExactly("00-sallyport-trial.conf");
    backend.awaitOwnKey();
    assertUntouched();
  }

  @Test
  void takes_everything_back_when_sshd_does_not_ask() {
    Tool.Outcome outcome = backend.setup("yes\n", NO_BREAK_GLASS, "--login", "nobody-here");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .contains("sshd has not asked the verifier about nobody-here", "--login");
    assertUntouched();
  }

  @Test
  void changes_nothing_while_no_verifier_answers() {
    backend.lab.backend().verifier().stop();
    try {
      Tool.Outcome outcome = backend.setup("yes\n", NO_BREAK_GLASS);

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.error()).contains("the verifier was not asked", "is it running");
      assertUntouched();
    } finally {
      backend.lab.backend().verifier().start();
    }
  }

  @Test
  void changes_nothing_when_sshd_would_not_run_the_command() {
    backend.there("chmod", "g+w", INSIDE + "/sallyport-authorized-keys");
    try {
      Tool.Outcome outcome = backend.setup("yes\n", NO_BREAK_GLASS);

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.error())
          .contains(
              "can be changed by others", "chmod go-w " + INSIDE + "/sallyport-authorized-keys");
      assertUntouched();
    } finally {
      backend.there("chmod", "g-w", INSIDE + "/sallyport-authorized-keys");
    }
  }

  @Test
  void does_not_go_on_where_another_file_would_win() {
    Path earlier = backend.lab.folder().backend().resolve("sshd_config.d/00-a.conf");
    LabFolder.write(earlier, "Match User root\n  PasswordAuthentication yes\n");

    Tool.Outcome outcome = backend.setup("yes\n", NO_BREAK_GLASS, "--login", "deploy");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .contains("`PasswordAuthentication no` would not hold for root", "sort before");
    assertThat(backend.dropIns()).containsExactly("00-a.conf");
  }

  @Test
  void wins_over_match_blocks_that_come_later() {
    Path later = backend.lab.folder().backend().resolve("sshd_config.d/50-cloud-init.conf");
    LabFolder.write(later, "Match User deploy\n  AuthorizedKeysFile .ssh/authorized_keys\n");

    assertThat(backend.setup("yes\n", NO_BREAK_GLASS).ok()).isTrue();
    assertThat(byOwnKey().ok()).isFalse();
  }

  @Test
  void prints_the_lines_and_changes_nothing_when_asked_to() {
    Tool.Outcome outcome = backend.setup("", NO_BREAK_GLASS, "--dry-run");

    assertThat(outcome.output())
        .startsWith("# /run/sallyport/sshd_config.d/00-sallyport.conf\n")
        .contains("AuthorizedKeysFile none\n");
    assertUntouched();
  }

  @Test
  void wants_to_know_who_gets_in_when_nothing_works() {
    Tool.Outcome outcome = backend.setup("");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("--break-glass");
  }

  /** Nothing of a setup is left, and sshd lets in whom it let in before. */
  private void assertUntouched() {
    assertThat(backend.dropIns()).isEmpty();
    assertThat(backend.there("ls", "/run/sallyport-setup").ok()).isFalse();
    backend.awaitOwnKey();
  }

  private SshRun.Finished byOwnKey() {
    return backend.logIn("deploy", backend.ownKey, HERE);
  }
}
