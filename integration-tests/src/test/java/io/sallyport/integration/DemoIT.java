package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Installation;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("./demo")
class DemoIT {
  private static final Path ROOT = Path.of(System.getProperty(Installation.ROOT_PROPERTY, ""));
  private static final String DEMO = ROOT.resolve("demo").toString();
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final Path folder;

  DemoIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void in_the_background_leaves_a_demo_json_that_is_enough_to_use_it() throws IOException {
    Path state = folder.resolve("state");
    Tool.Outcome start = Tool.attempt("", DEMO, "--background", state.toString());
    assertThat(start.exitCode()).as(start.output() + start.error()).isZero();
    try {
      JsonNode demo = JsonMapper.shared().readTree(Files.readString(state.resolve("demo.json")));
      assertThat(demo.propertyNames())
          .containsExactlyInAnyOrder(
              "ssh_config",
              "bastion",
              "people",
              "service_accounts",
              "targets",
              "portal_url",
              "sallyport",
              "recordings",
              "logs",
              "pids");
      assertThat(demo.path("pids").propertyNames())
          .containsExactlyInAnyOrder("bastion", "portal", "verifier", "backend");
      assertThat(alive(demo)).isEqualTo(4);
      assertUsable(demo);

      Tool.run(DEMO, "--stop", state.toString());

      assertThat(alive(demo)).isZero();
      assertThat(state.resolve("demo.json")).doesNotExist();
    } finally {
      Tool.attempt("", DEMO, "--stop", state.toString());
    }
  }

  private static void assertUsable(JsonNode demo) {
    String config = demo.path("ssh_config").asString("");
    for (JsonNode target : demo.path("targets")) {
      String destination =
          target.path("logins").path(0).asString("") + "@" + target.path("name").asString("");
      String said =
          Tool.run(
              "ssh",
              "-F",
              config,
              "-o",
              "BatchMode=yes",
              "-J",
              "ansible@bastion",
              destination,
              "echo in");
      assertThat(said).isEqualTo("in\n");
    }
    for (JsonNode person : demo.path("people")) {
      String token = Tool.run("sh", "-c", person.path("token_command").asString(""));
      assertThat(token).hasLineCount(1);
    }
    String sallyport = demo.path("sallyport").asString("");
    assertThat(Tool.run(sallyport, "recordings", "list")).contains("ansible");
    assertThat(Path.of(demo.path("recordings").asString(""))).isNotEmptyDirectory();
    assertThat(Path.of(demo.path("logs").asString(""))).isNotEmptyDirectory();
  }

  private static long alive(JsonNode demo) {
    return demo.path("pids")
        .valueStream()
        .filter(pid -> ProcessHandle.of(pid.asLong()).filter(ProcessHandle::isAlive).isPresent())
        .count();
  }

  @Test
  void in_the_foreground_leaves_nothing_behind_after_ctrl_c()
      throws IOException, InterruptedException {
    Path screen = folder.resolve("screen");
    Process demo =
        new ProcessBuilder("env", "--default-signal=INT", DEMO)
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile())
            .start();
    try {
      Await.until("the demo", START_LIMIT, () -> read(screen).contains("Recordings: "));
      Path state = Path.of(read(screen).replaceAll("(?s).*and removes (\\S+)\n.*", "$1"));
      assertThat(state).isDirectory();
      List<ProcessHandle> daemons = demo.descendants().toList();
      assertThat(daemons).isNotEmpty();

      Tool.run("sh", "-c", "kill -INT " + demo.pid());

      assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(daemons).noneMatch(ProcessHandle::isAlive);
      assertThat(state).doesNotExist();
    } finally {
      demo.destroy();
    }
  }

  @Test
  void says_so_when_the_port_is_in_use() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String port = Integer.toString(taken.getLocalPort());

      Tool.Outcome outcome = Tool.attempt("", DEMO, "--port", port);

      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.error()).startsWith("demo: ").contains(port).hasLineCount(1);
    }
  }

  @Test
  void says_so_when_there_is_no_jdk_25() {
    Tool.Outcome outcome = without("mount -t tmpfs tmpfs /usr/lib/jvm");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .isEqualTo("demo: no JDK 25 found. Install one, or let JAVA_HOME name its folder.\n");
  }

  @Test
  void says_so_when_there_is_no_ssh_client() {
    Tool.Outcome outcome =
        without("mount --bind /dev/null \"$(readlink -f \"$(command -v ssh)\")\"");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error()).startsWith("demo: ssh is not installed").hasLineCount(1);
  }

  /** Runs the demo where something of the machine has been covered. */
  private static Tool.Outcome without(String cover) {
    String command = "unset JAVA_HOME; " + cover + "; exec '" + DEMO + "'";
    return Tool.attempt("", "unshare", "--mount", "--propagation", "private", "sh", "-ec", command);
  }

  @Test
  void checks_everything_with_its_own_backend_where_sshd_cannot_be_used()
      throws IOException, InterruptedException {
    Path screen = folder.resolve("screen");
    Process demo =
        new ProcessBuilder("setpriv", "--bounding-set=-sys_admin", DEMO, "--check")
            .redirectErrorStream(true)
            .redirectOutput(screen.toFile())
            .start();

    assertThat(demo.waitFor(8, TimeUnit.MINUTES)).isTrue();
    assertThat(read(screen))
        .contains("a small SSH server", "does not allow mount namespaces")
        .doesNotContain("FAILED");
    assertThat(demo.exitValue()).isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
