package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Installation;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.LabPlan.BackendKind;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Terminal;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("sallyport enroll")
class EnrollIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern CODE = Pattern.compile("with code +([A-Z]{4}-[A-Z]{4})");
  private static final Pattern ID = Pattern.compile("Enrolled as ([0-9a-f]{64}), in the group");

  private final String sallyport = Installation.find().sallyport().toString();
  private final Lab lab = Lab.start(LabPlan.inFreshFolder().withBackend(BackendKind.OPENSSH));

  /** A lab whose bastion has to enrol before it starts again. */
  @BeforeEach
  void mustEnrol() throws IOException {
    lab.bastion().stop();
    LabFolder.writePrivate(at("client-secret"), "0123456789abcdef0123456789abcdef\n");
    change(
        lab.folder().portalConfig(),
        "rules:",
        "clients:\n  - {id: sallyport, secret: {file: client-secret}, group: bastion}\nrules:");
    lab.portal().restart();
    change(
        lab.folder().bastionConfig(),
        "access_token: {file: portal-access-token}",
        "enrolment: {client_id: sallyport, client_secret: {file: client-secret}, tokens: tokens}");
  }

  @AfterEach
  void stopLab() {
    lab.close();
  }

  @Test
  void makes_a_bastion_known_which_then_serves_until_it_is_revoked() throws IOException {
    String id = enroll();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(at("tokens"))))
        .isEqualTo("rw-------");
    change(lab.folder().verifierConfig(), "  - id: bastion-01", "  - id: " + id);
    lab.backend().verifier().restart();
    lab.bastion().start();

    SshRun.Finished before = lab.client().automation("web-01", "echo in").finish();
    assertThat(before.output()).as(before.error()).isEqualTo("in\n");
    assertThat(Files.readString(lab.folder().verifierAudit())).contains(id);
    assertThat(devices("list")).contains(id);

    assertThat(devices("revoke", id)).isEqualTo("revoked " + id + "\n");
    SshRun.Finished after = lab.client().automation("web-01", "echo in").finish();
    assertThat(after.ok()).isFalse();
    assertThat(after.error()).contains("nobody can say right now");
    assertThat(lab.bastion().newLog()).contains("The portal has revoked this bastion's enrolment");
  }

  @Test
  void in_a_terminal_shows_a_picture_of_the_code_and_the_time_left() {
    try (Terminal terminal = lab.client().terminal(40, 100, enrolling())) {
      terminal.shows("with code").shows("\u2580").shows("Waiting, 9:").press("\u0003");
      assertThat(terminal.finish().exitCode()).isEqualTo(130);
    }
    assertThat(at("tokens")).doesNotExist();
  }

  @Test
  void that_is_denied_exits_1_and_writes_nothing() {
    try (SshRun.Running running = enrolling().start()) {
      devices("deny", code(running));
      SshRun.Finished finished = running.finish(PATIENCE);

      assertThat(finished.exitCode()).isEqualTo(1);
      assertThat(finished.error())
          .isEqualTo("sallyport enroll: not enrolled: it was denied at the portal\n");
    }
    assertThat(at("tokens")).doesNotExist();
  }

  /** Enrols; returns the id that the portal has given the bastion. */
  private String enroll() {
    try (SshRun.Running running = enrolling().start()) {
      devices("approve", code(running));
      SshRun.Finished finished = running.finish(PATIENCE);

      assertThat(finished.exitCode()).as(finished.error()).isZero();
      return found(ID, finished.output()).orElseThrow();
    }
  }

  private SshRun enrolling() {
    return lab.client()
        .command(sallyport, "enroll", "--config", lab.folder().bastionConfig().toString());
  }

  private static String code(SshRun.Running running) {
    return Await.value("the code", PATIENCE, () -> found(CODE, running.output()));
  }

  private static Optional<String> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private String devices(String... arguments) {
    List<String> command = new ArrayList<>(List.of(sallyport, "portal", "devices"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--config", lab.folder().portalConfig().toString()));
    return Tool.run(command.toArray(String[]::new));
  }

  private Path at(String file) {
    return lab.folder().path().resolve(file);
  }

  private static void change(Path file, String old, String other) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, other));
  }
}
