package io.sallyport.integration;

import static io.sallyport.integration.UntouchedBackend.HERE;
import static io.sallyport.integration.UntouchedBackend.INSIDE;
import static io.sallyport.integration.UntouchedBackend.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("sallyport-verifier doctor")
class DoctorIT {
  private static final String FOUND_NOTHING = "no way around the verifier found\n";
  private static final String EARLIER = "00-a.conf";
  private static final String FOR_ALL = "Match all\n";
  private static final String ANY_METHOD = FOR_ALL + "AuthenticationMethods any\n";
  private static final String KEYS_COMMAND = INSIDE + "/sallyport-authorized-keys";
  private static final String DROP_IN = INSIDE + "/sshd_config.d/00-sallyport.conf";
  private static final String CONFIG = INSIDE + "/verifier.yaml";
  private static final String GLASS_KEYS = INSIDE + "/sallyport-break-glass.pub";

  private UntouchedBackend backend;

  @BeforeAll
  void setUp() throws IOException {
    backend = new UntouchedBackend(plan -> plan);
    Tool.Outcome setup =
        backend.setup(
            "yes\n",
            "--break-glass",
            "breakglass",
            "--break-glass-key",
            backend.glass + ".pub",
            "--break-glass-from",
            "127.0.0.3");
    assertThat(setup.ok()).as(setup.error()).isTrue();
  }

  @AfterAll
  void stop() {
    backend.close();
  }

  @AfterEach
  void shut() {
    backend.there("rm", "-f", INSIDE + "/sshd_config.d/" + EARLIER);
  }

  @Test
  void finds_nothing_after_a_setup() {
    Tool.Outcome doctor = backend.doctor();

    assertThat(doctor.output()).as(doctor.error()).isEqualTo(FOUND_NOTHING);
    assertThat(doctor.exitCode()).isZero();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          passwords            | PasswordAuthentication yes       | PasswordAuthentication no
          keyboard-interactive | KbdInteractiveAuthentication yes | KbdInteractiveAuthentication no
          host-based           | HostbasedAuthentication yes      | HostbasedAuthentication no
          gssapi               | GSSAPIAuthentication yes         | GSSAPIAuthentication no
          kerberos             | KerberosAuthentication yes       | KerberosAuthentication no
          empty-passwords      | PermitEmptyPasswords yes         | PermitEmptyPasswords no
          authorized-keys      | AuthorizedKeysFile /etc/keys/%u  | AuthorizedKeysFile none
          other-command        | AuthorizedKeysCommand /usr/bin/x | AuthorizedKeysCommand
          """)
  void finds_each_door_of_a_file_that_sorts_first(String code, String line, String fix) {
    backend.dropIn(EARLIER, ANY_METHOD + line + '\n');

    Tool.Outcome doctor = backend.doctor();

    assertThat(doctor.output())
        .as(doctor.error())
        .contains("OPEN    " + code + ": ", "fix: " + fix, "WARNING earlier-drop-in: ")
        .doesNotContain(FOUND_NOTHING);
    assertThat(doctor.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"yes", "BASH_*"})
  void finds_an_environment_by_which_somebody_gets_around_a_forced_command(String value) {
    backend.dropIn(EARLIER, "PermitUserEnvironment " + value + '\n');

    assertThat(backend.doctor().output())
        .contains("OPEN    user-environment: ", "fix: PermitUserEnvironment no");
  }

  @Test
  void finds_principals_that_are_believed_beside_the_verifiers() {
    backend.dropIn(
        EARLIER,
        """
        Match all
        TrustedUserCAKeys /etc/ca.pub
        AuthorizedPrincipalsCommand /run/sallyport/sallyport-authorized-principals %u %t %k
        AuthorizedPrincipalsCommandUser sallyport-keys
        AuthorizedPrincipalsFile .ssh/principals
        """);

    assertThat(backend.doctor().output())
        .contains("OPEN    principals-file: ", "fix: AuthorizedPrincipalsFile /nonexistent")
        .doesNotContain("trusted-authority");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AuthorizedPrincipalsFile none",
        "AuthorizedPrincipalsCommand /usr/bin/x\nAuthorizedPrincipalsCommandUser nobody"
      })
  void finds_an_authority_that_sshd_believes_without_asking(String principals) {
    backend.dropIn(EARLIER, FOR_ALL + "TrustedUserCAKeys /etc/ca.pub\n" + principals + '\n');

    assertThat(backend.doctor().output())
        .contains("OPEN    trusted-authority: ", "fix: TrustedUserCAKeys none");
  }

  @Test
  void passes_over_a_line_that_the_set_up_overrules() {
    backend.dropIn(EARLIER, "PasswordAuthentication yes\n");

    assertThat(backend.doctor().output()).isEqualTo(FOUND_NOTHING);
  }

  @Test
  void says_in_which_line_a_door_stands_open_and_for_whom() {
    backend.dropIn(EARLIER, "\n# of the cloud\nMatch User deploy\n  AuthorizedKeysFile /k/%u\n");

    assertThat(backend.doctor().output())
        .contains(
            "OPEN    authorized-keys: keys in /k/%u let in without a token"
                + " (%s/sshd_config.d/00-a.conf line 4) (deploy from 198.51.100.1 and "
                    .formatted(INSIDE));
  }

  @ParameterizedTest
  @CsvSource({"Address 203.0.113.0/24", "LocalPort 2222", "User nobody-here", "Group games"})
  void tries_whom_a_match_block_names(String criterion) {
    backend.there("usermod", "--append", "--groups", "games", "deploy");
    backend.dropIn(EARLIER, "Match " + criterion + "\n  AuthorizedKeysFile /k/%u\n");

    assertThat(backend.doctor().output()).contains("OPEN    authorized-keys: ");
  }

  @Test
  void tries_those_whose_own_group_a_match_block_names_also_without_a_shell() {
    backend.there("useradd", "--user-group", "--shell", "/usr/sbin/nologin", "sftponly");
    backend.dropIn(EARLIER, "Match Group sftponly\n  AuthorizedKeysFile /k/%u\n");

    assertThat(backend.doctor().output()).contains("OPEN    authorized-keys: ", "(sftponly from ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/cat /etc/ssh/sallyport-authorized-keys",
        "/opt/sallyport-authorized-keys.old %u %t %k"
      })
  void takes_no_other_program_for_the_verifiers(String command) {
    backend.dropIn(
        EARLIER,
        FOR_ALL + "AuthorizedKeysCommand " + command + "\nAuthorizedKeysCommandUser nobody\n");

    assertThat(backend.doctor().output())
        .contains("OPEN    other-command: ", "BROKEN  not-asked: ");
  }

  @Test
  void says_that_a_command_without_the_key_asks_for_nothing() {
    backend.dropIn(
        EARLIER,
        FOR_ALL
            + "AuthorizedKeysCommand /run/sallyport/sallyport-authorized-keys %u\n"
            + "AuthorizedKeysCommandUser sallyport-keys\n");

    assertThat(backend.doctor().output()).contains("BROKEN  not-asked: ");
  }

  @Test
  void reads_lines_that_are_not_utf_8_as_sshd_does() throws IOException {
    Files.write(
        backend.lab.folder().backend().resolve("sshd_config.d/" + EARLIER),
        (ANY_METHOD + "# caf\u00e9\nPasswordAuthentication yes\n")
            .getBytes(StandardCharsets.ISO_8859_1));

    assertThat(backend.doctor().output()).contains("OPEN    passwords: ");
  }

  @ParameterizedTest
  @CsvSource({"Host *.example", "User d*", "LocalAddress 192.0.2.1"})
  void says_for_whom_it_cannot_tell(String criterion) {
    backend.dropIn(EARLIER, "Match " + criterion + "\n  X11Forwarding no\n");

    assertThat(backend.doctor().output())
        .contains("WARNING not-tried: nobody has tried those of `Match " + criterion)
        .endsWith(FOUND_NOTHING);
  }

  @Test
  void lets_passwords_be_where_a_key_is_demanded_as_well() {
    backend.dropIn(
        EARLIER,
        FOR_ALL + "AuthenticationMethods publickey,password\nPasswordAuthentication yes\n");

    Tool.Outcome doctor = backend.doctor();

    assertThat(doctor.output()).contains(FOUND_NOTHING);
    assertThat(doctor.exitCode()).isZero();
  }

  @Test
  void is_right_about_keys_of_ones_own() {
    assertThat(byOwnKey()).isFalse();
    backend.dropIn(EARLIER, FOR_ALL + "AuthorizedKeysFile .ssh/authorized_keys\n");

    backend.reload();

    Await.until("a way around", PATIENCE, this::byOwnKey);
    assertThat(backend.doctor().output()).contains("OPEN    authorized-keys: ");
    shutAndReload();
  }

  @Test
  void is_right_about_an_authority_that_sshd_believes_by_itself() throws IOException {
    HopOffer untold = backend.hop();
    assertThat(untold.logIn("no-token").ok()).isFalse();
    trust(untold);
    backend.there("sh", "-c", "echo deploy >/home/deploy/none");

    backend.reload();

    Await.until("a way around", PATIENCE, () -> untold.logIn("no-token").ok());
    assertThat(backend.doctor().output())
        .contains("OPEN    trusted-authority: ", "OPEN    principals-file: ");
    backend.there("rm", "/home/deploy/none");
    shutAndReload();
  }

  private void trust(HopOffer offer) throws IOException {
    Path trusted = backend.lab.folder().backend().resolve("any-ca.pub");
    LabFolder.write(trusted, Files.readString(offer.authority()));
    backend.dropIn(
        EARLIER,
        FOR_ALL
            + "TrustedUserCAKeys %s/any-ca.pub\nAuthorizedPrincipalsFile none\n".formatted(INSIDE));
  }

  @Test
  void is_right_about_passwords() {
    backend.there("sh", "-c", "echo deploy:opensesame | chpasswd");
    backend.dropIn(EARLIER, ANY_METHOD + "PasswordAuthentication yes\n");

    backend.reload();

    Await.until("a way around", PATIENCE, () -> backend.logInByPassword("opensesame").ok());
    assertThat(backend.doctor().output()).contains("OPEN    passwords: ");
    shutAndReload();
    assertThat(backend.logInByPassword("opensesame").ok()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "chmod g+w " + DROP_IN + ", chmod go-w " + DROP_IN,
    "chown deploy " + DROP_IN + ", chown root " + DROP_IN,
    "chmod o+w " + CONFIG + ", chmod go-w " + CONFIG,
  })
  void finds_who_can_change_what_sshd_goes_by(String mistake, String fix) {
    backend.there(mistake.split(" ", -1));
    try {
      Tool.Outcome doctor = backend.doctor();

      assertThat(doctor.output()).contains("OPEN    modes: ", "fix: " + fix);
      assertThat(doctor.exitCode()).isEqualTo(1);
    } finally {
      backend.there(fix.split(" ", -1));
    }
  }

  @Test
  void finds_a_break_glass_key_that_others_can_change() {
    backend.there("chmod", "g+w", GLASS_KEYS);
    try {
      assertThat(backend.doctor().output())
          .contains("OPEN    break-glass: ", "fix: chmod go-w " + GLASS_KEYS);
    } finally {
      backend.there("chmod", "g-w", GLASS_KEYS);
    }
  }

  @Test
  void finds_a_break_glass_account_that_has_no_key() {
    assertThat(backend.doctor("--break-glass", "deploy").output())
        .contains("BROKEN  break-glass: sshd has no keys of deploy");
  }

  @Test
  void finds_a_command_that_sshd_would_not_run() {
    backend.there("chmod", "g+w", KEYS_COMMAND);
    try {
      assertThat(backend.doctor().output())
          .contains("BROKEN  command: sshd would not run", "chmod go-w " + KEYS_COMMAND);
    } finally {
      backend.there("chmod", "g-w", KEYS_COMMAND);
    }
  }

  @Test
  void finds_a_verifier_that_does_not_run() {
    backend.lab.backend().verifier().stop();
    try {
      Tool.Outcome doctor = backend.doctor();

      assertThat(doctor.output())
          .contains("BROKEN  no-verifier: ", "fix: systemctl restart sallyport-verifier")
          .endsWith(FOUND_NOTHING);
      assertThat(doctor.exitCode()).isEqualTo(1);
    } finally {
      backend.lab.backend().verifier().start();
    }
  }

  @Test
  void finds_an_sshd_that_does_not_ask() {
    backend.dropIn(EARLIER, FOR_ALL + "AuthorizedKeysCommand none\n");

    assertThat(backend.doctor().output())
        .contains("BROKEN  not-asked: sshd does not ask the verifier");
  }

  @Test
  void finds_a_command_that_runs_as_root() {
    backend.dropIn(EARLIER, FOR_ALL + "AuthorizedKeysCommandUser root\n");

    Tool.Outcome doctor = backend.doctor();

    assertThat(doctor.output())
        .contains("WARNING command-user: ", "fix: AuthorizedKeysCommandUser sallyport-keys");
    assertThat(doctor.exitCode()).isZero();
  }

  @Test
  void finds_a_configuration_that_sshd_does_not_take() {
    backend.dropIn(EARLIER, "PasswordAuthenticaton no\n");

    assertThat(backend.doctor().output())
        .contains("BROKEN  configuration: ", "Bad configuration option: PasswordAuthenticaton");
  }

  @Test
  void says_what_is_wrong_with_the_verifiers_own_configuration() {
    backend.there("mv", CONFIG, CONFIG + ".away");
    try {
      Tool.Outcome doctor = backend.doctor();

      assertThat(doctor.exitCode()).isEqualTo(2);
      assertThat(doctor.error()).contains(CONFIG);
    } finally {
      backend.there("mv", CONFIG + ".away", CONFIG);
    }
  }

  private boolean byOwnKey() {
    return backend.logIn("deploy", backend.ownKey, HERE).ok();
  }

  private void shutAndReload() {
    shut();
    backend.reload();
    Await.until("sshd as it was set up", PATIENCE, () -> backend.hop().logIn().ok() && !byOwnKey());
  }
}
