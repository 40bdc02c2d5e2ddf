package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Terminal;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What strains a connection: many channels, readers that stop, sizes and keys that change. */
@DisplayName("Under pressure")
class PressureIT extends PressureLab {
  private static final int CHANNELS = 100;
  private static final int MIB = 1 << 20;

  /** What may be under way in windows, sockets and pipes while nobody reads. */
  private static final long UNDER_WAY = 32;

  /** What the bastion may need at most, in KiB. */
  private static final long MEMORY_LIMIT = 640 * 1024L;

  // ---- many channels

  @Test
  void a_hundred_channels_on_one_connection_do_not_mix() throws IOException {
    JsonLines audit = JsonLines.from(lab.folder().audit());
    Path master = here.resolve("master");
    String share = "-o ControlPath=" + master;
    String script =
        """
        mkfifo gate; exec 3<>gate
        %s %s -f -M -N deploy@web-01 3>&-
        for i in $(seq %d); do
          %s %s deploy@web-01 "read word; echo channel $i" <gate >out.$i 3>&- &
        done
        until [ -e all-open ]; do sleep 0.1; done
        exec 3>&-
        wait
        %s %s -O exit deploy@web-01
        """
            .formatted(ssh(), share, CHANNELS, ssh(), share, ssh(), share);
    try (SshRun.Running running = shell(script).start()) {
      Await.until(
          "open channels",
          PATIENCE,
          () ->
              audit.all().stream()
                      .filter(line -> line.path("event").asString("").equals("channel"))
                      .filter(line -> line.path("outcome").asString("").equals("started"))
                      .count()
                  == CHANNELS);
      Files.createFile(here.resolve("all-open"));
      running.finish(PATIENCE);
    }

    for (int i = 1; i <= CHANNELS; i++) {
      assertThat(here.resolve("out." + i)).hasContent("channel " + i);
    }
  }

  // ---- ends and readers

  @Test
  void end_of_the_input_leaves_the_output_open() {
    assertOutput("printf some-input | " + ssh() + " deploy@web-01 'cat; echo after-eof'")
        .isEqualTo("some-inputafter-eof\n");
  }

  @Test
  void end_of_the_output_leaves_the_input_open() {
    String command = "exec >&- 2>&-; cat >kept; echo $(wc -c <kept) >counted";

    assertOutput("head -c 5000000 /dev/zero | " + ssh() + " deploy@web-01 '" + command + "'")
        .isEmpty();
    Await.until("the program's end", PATIENCE, () -> Files.exists(there.resolve("counted")));
    assertThat(there.resolve("counted")).hasContent("5000000");
  }

  @Test
  void writer_on_the_target_ends_when_its_reader_does() {
    assertOutput(ssh() + " deploy@web-01 yes | head -c 3000000 | wc -c").isEqualTo("3000000\n");
  }

  @Test
  void writer_at_home_ends_when_its_reader_does() {
    assertOutput("yes | " + ssh() + " deploy@web-01 'head -c 3000000 | wc -c'")
        .isEqualTo("3000000\n");
  }

  @Test
  @DisplayName("N08 a reader at home that does not read stops the writer on the target")
  void reader_at_home_stops_the_writer() {
    Path progress = there.resolve("progress-there");
    String reader = "until [ -e read-here ]; do sleep 0.1; done; wc -c";
    String line = ssh() + " deploy@web-01 '" + writer("progress-there") + "' | { " + reader + "; }";

    assertStops(line, progress, here.resolve("read-here"));
  }

  @Test
  @DisplayName("N08 a reader on the target that does not read stops the writer at home")
  void reader_on_the_target_stops_the_writer() {
    Path progress = here.resolve("progress-here");
    String reader = "until [ -e read-there ]; do sleep 0.1; done; wc -c";
    String line =
        "{ " + writer("progress-here") + "; } | " + ssh() + " deploy@web-01 '" + reader + "'";

    assertStops(line, progress, there.resolve("read-there"));
  }

  private static String writer(String progress) {
    return "for i in $(seq 200); do head -c %d /dev/zero; echo $i >%s; done"
        .formatted(MIB, progress);
  }

  private void assertStops(String line, Path progress, Path go) {
    try (SshRun.Running running = shell(line).start()) {
      long stopped = valueThatStays(progress);
      assertThat(stopped).isBetween(1L, UNDER_WAY);
      assertThat(memory()).isLessThan(MEMORY_LIMIT);
      Tool.run("touch", go.toString());
      SshRun.Finished finished = running.finish(PATIENCE);
      assertThat(finished.output()).as(finished.error()).isEqualTo(200L * MIB + "\n");
    }
    assertThat(memory()).isLessThan(MEMORY_LIMIT);
  }

  /** The number in a file once it has not changed for a second. */
  private static long valueThatStays(Path file) {
    Await.until("progress", PATIENCE, () -> number(file) > 0);
    long last;
    do {
      last = number(file);
      long seen = last;
      var _ = Await.holds(Duration.ofSeconds(1), () -> number(file) != seen);
    } while (number(file) != last);
    return last;
  }

  private static long number(Path file) {
    String text = Files.exists(file) ? read(file).strip() : "";
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** The bastion's resident memory in KiB. */
  private long memory() {
    return read(Path.of("/proc/" + lab.bastion().pid() + "/status"))
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  // ---- terminals

  @Test
  void last_of_many_sizes_arrives() {
    String[] ssh = {"-tt", "-J", "ansible@bastion", "-o", "BatchMode=yes", "deploy@web-01"};
    try (Terminal terminal = lab.client().terminal(24, 80, ssh)) {
      terminal.type("echo rea''dy").shows("ready");
      IntStream.range(0, 66)
          .forEach(i -> {
            terminal.resize(1, 1);
            terminal.resize(10_000, 10_000);
            terminal.resize(24 + i, 80 + i);
          });
      terminal.resize(33, 77);

      terminal.type("until [ \"$(stty size)\" = '33 77' ]; do sleep 0.1; done; echo last si''ze");
      terminal.shows("last size").type("exit").finish();
    }
  }

  // ---- keys

  @Test
  void keys_are_exchanged_on_all_three_connections_while_data_move_both_ways() throws IOException {
    Path sent = here.resolve("sent");
    Path back = here.resolve("back");
    Tool.run("sh", "-c", "head -c 67108864 /dev/urandom >" + sent);
    String often = "-o RekeyLimit=2M -o BatchMode=yes -F " + lab.folder().sshConfig();
    String proxy = "ssh " + often + " -W [%h]:%p ansible@bastion";

    SshRun.Finished run =
        shell(
                "ssh -v %s -o 'ProxyCommand=%s' deploy@web-01 cat <sent >back"
                    .formatted(often, proxy))
            .within(Duration.ofMinutes(2))
            .finish();

    assertThat(run.ok()).as(run.error()).isTrue();
    assertThat(Files.mismatch(sent, back)).isEqualTo(-1);
    assertThat(run.error().split("SSH2_MSG_NEWKEYS received", -1)).hasSizeGreaterThan(1 + 20);
  }

  // ---- what goes with a program

  @Test
  @DisplayName("N16 of the environment its language reaches a backend that takes everything")
  void environment() {
    String variables =
        "LANG=C.UTF-8 LC_TEST=yes LD_PRELOAD=/evil.so SSH_CONNECTION=forged SSH_FORGED=1"
            + " BASTION_JWT=forged SALLYPORT_TOKEN=forged PATH=/evil BASH_ENV=/evil lc_all=forged";

    SshRun.Finished run =
        lab.client()
            .ssh(
                "-J",
                "ansible@bastion",
                "-o",
                "BatchMode=yes",
                "-o",
                "SetEnv=" + variables,
                "deploy@web-01",
                "env")
            .finish();

    assertThat(run.output())
        .contains("LANG=C.UTF-8", "LC_TEST=yes")
        .doesNotContain("evil", "forged", "FORGED");
  }

  @Test
  void signal_that_ended_a_program_is_told_as_such() {
    Recordings recordings = Recordings.from(lab);

    SshRun.Finished run =
        lab.client()
            .ssh(
                "-v",
                "-J",
                "ansible@bastion",
                "-o",
                "BatchMode=yes",
                "deploy@web-01",
                "kill -SEGV $$")
            .finish();

    assertThat(run.exitCode()).isEqualTo(255);
    assertThat(run.error()).contains("rtype exit-signal");
    assertThat(recordings.text(recordings.onlyFresh())).contains("SEGV");
  }

  @Test
  void of_a_large_output_the_beginning_is_recorded_and_all_of_it_hashed() throws IOException {
    Recordings recordings = Recordings.from(lab);
    String script = ssh() + " deploy@web-01 'head -c 5000000 /dev/urandom' | sha256sum";

    String hash = shell(script).within(PATIENCE).finish().output().split(" ", 2)[0];

    Path recording = recordings.onlyFresh();
    assertThat(recordings.file(recording, ".stdout")).hasSize(1 << 20);
    assertThat(recordings.file(recording, "hop.jsonl"))
        .content()
        .contains(
            "\"fact\":\"stream-end\",\"channel\":1,\"stream\":\"STDOUT\",\"bytes\":5000000,"
                + "\"kept\":1048576,\"sha256\":\""
                + hash
                + "\"");
  }
}
