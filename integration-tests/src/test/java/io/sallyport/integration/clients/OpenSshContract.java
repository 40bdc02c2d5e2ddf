package io.sallyport.integration.clients;

import static io.sallyport.integration.clients.Corner.well;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Terminal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every OpenSSH must find behind the bastion. */
abstract class OpenSshContract {
  private final Corner corner;
  private final String programs;
  private final String keyExchange;

  /**
   * The contract for one OpenSSH.
   *
   * @param programs what comes before {@code ssh}, {@code scp} and {@code sftp}: a folder with a
   *     slash, or nothing
   * @param keyExchange what it negotiates with both doors, or how that begins
   */
  OpenSshContract(Lab lab, String programs, String keyExchange) {
    corner = new Corner(lab, "openssh");
    this.programs = programs;
    this.keyExchange = keyExchange;
  }

  @Test
  void agrees_with_both_doors_on_a_post_quantum_key_exchange_and_AES_GCM() {
    SshRun.Finished run = well(ssh("-v", "-J", Corner.JUMP, Corner.TARGET, "true"));

    assertThat(said(run, "kex: algorithm: "))
        .hasSize(2)
        .allMatch(algorithm -> algorithm.startsWith(keyExchange));
    assertThat(said(run, "kex: server->client cipher: "))
        .hasSize(2)
        .allMatch(cipher -> cipher.startsWith("aes128-gcm@openssh.com "));
    assertThat(run.error()).doesNotContain("WARNING").doesNotContain("post-quantum");
  }

  @Test
  void jumps_with_itself_and_not_with_another_version() {
    SshRun.Finished run = well(ssh("-v", "-J", Corner.JUMP, Corner.TARGET, "true"));

    String version = ssh("-V").finish().error().split("[ ,]", 2)[0];
    assertThat(said(run, "Local version string SSH-2.0-"))
        .hasSize(2)
        .allMatch(local -> local.startsWith(version));
  }

  @Test
  void runs_a_command_with_input_and_both_outputs_and_exit_status() {
    Payload input = corner.payload("input", 3_000_000);
    String command = "tee " + corner.remote("copy") + " | sha256sum; echo problem >&2; exit 7";

    SshRun.Finished run =
        ssh("-J", Corner.JUMP, Corner.TARGET, command).reading(input.file()).finish();

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.output()).startsWith(input.sha256());
    assertThat(run.error()).isEqualTo("problem\n");
    input.arrivedAt(corner.there("copy"));
    corner.evidence().shows("ansible", "exec", command);
  }

  @Test
  void runs_a_shell_without_a_terminal() {
    SshRun.Finished run =
        ssh("-T", "-J", Corner.JUMP, Corner.TARGET).reading("echo $((6*7))\nexit 5\n").finish();

    assertThat(run.output()).isEqualTo("42\n");
    assertThat(run.exitCode()).as(run.error()).isEqualTo(5);
    corner.evidence().shows("ansible", "shell", "");
  }

  @Test
  void lets_a_person_in_who_types_a_portal_token_in_a_terminal() {
    SshRun run = ssh("-tt", "-J", "alice@bastion", Corner.TARGET).with("SSH_ASKPASS_REQUIRE", "no");
    String token = corner.client().portalToken("alice");
    try (Terminal terminal = corner.client().terminal(24, 80, run)) {
      terminal.shows("Portal token: ").type(token);
      terminal.shows("$ ").type("stty size; tty").shows("24 80").shows("/dev/pts/");
      terminal.resize(40, 100).type("sleep 0.1; stty size").shows("40 100").type("exit 4");
      assertThat(terminal.finish().exitCode()).isEqualTo(4);
    }
    corner.evidence().shows("alice", "shell", "");
  }

  @ParameterizedTest
  @CsvSource({"-s, subsystem, sftp", "-O, exec, scp -"})
  void copies_by_scp(String mode, String kind, String program) {
    Payload file = corner.payload("file", 1_000_000);
    String remote = Corner.TARGET + ":" + corner.remote("copy");
    String back = corner.here("back").toString();

    well(run("scp", mode, "-J", Corner.JUMP, file.file().toString(), remote));
    well(run("scp", mode, "-J", Corner.JUMP, remote, back));

    file.arrivedAt(corner.there("copy"));
    file.arrivedAt(corner.here("back"));
    corner.evidence().shows("ansible", kind, program);
  }

  @Test
  void copies_by_sftp() {
    Payload file = corner.payload("file", 1_000_000);
    String batch = "put %s copy\nget copy %s\n".formatted(file.file(), corner.here("back"));
    String remote = Corner.TARGET + ":" + corner.remote("");

    well(run("sftp", "-J", Corner.JUMP, "-b", "-", remote).reading(batch));

    file.arrivedAt(corner.there("copy"));
    file.arrivedAt(corner.here("back"));
    corner.evidence().shows("ansible", "subsystem", "sftp");
  }

  private SshRun ssh(String... arguments) {
    return run("ssh", arguments);
  }

  private SshRun run(String program, String... arguments) {
    return corner.client().run(programs + program, arguments);
  }

  /** What follows this text in the lines of {@code ssh -v}. */
  private static List<String> said(SshRun.Finished run, String text) {
    return run.error().lines().flatMap(line -> after(line, "debug1: " + text)).toList();
  }

  private static Stream<String> after(String line, String text) {
    return line.startsWith(text) ? Stream.of(line.substring(text.length())) : Stream.of();
  }
}
