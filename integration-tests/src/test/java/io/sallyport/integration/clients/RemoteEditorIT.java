package io.sallyport.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.integration.SharedLab;
import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What VS Code's Remote-SSH does: a script fed to {@code bash} installs a server and starts it on
 * the target's loopback; the same connection stays open for as long as the editor does.
 */
@ExtendWith(SharedLab.class)
@DisplayName("A remote editor")
class RemoteEditorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern LISTENING = Pattern.compile("listeningOn==(\\d+)==");

  private final Corner corner;

  RemoteEditorIT(Lab lab) {
    corner = new Corner(lab, "editor");
  }

  @Test
  void installs_its_server_over_the_standard_input_of_a_shell_and_stays() {
    try (SshRun.Running editor = bootstrap()) {
      port(editor);

      assertThat(editor.alive()).isTrue();
      assertThat(corner.there("server.py")).isRegularFile();
      Payload.random(corner.there("stop"), 0);
      assertThat(editor.finish(PATIENCE).exitCode()).isZero();
    }
    corner.evidence().shows("ansible", "exec", "bash");
  }

  @Test
  void runs_commands_beside_it_on_the_same_connection() {
    String socket = "ControlPath=" + corner.here("socket");
    try (SshRun.Running editor = bootstrap("-o", "ControlMaster=yes", "-o", socket)) {
      int port = port(editor);
      Payload file = corner.payloadThere("file", 2_000_000);
      List<SshRun.Running> terminals =
          IntStream.range(0, 4)
              .mapToObj(_ -> fetch(port))
              .map(command -> corner.client().ssh("-o", socket, Corner.TARGET, command).start())
              .toList();
      for (SshRun.Running terminal : terminals) {
        assertThat(terminal.finish(PATIENCE).output()).startsWith(file.sha256());
      }
      Payload.random(corner.there("stop"), 0);
      assertThat(editor.finish(PATIENCE).exitCode()).isZero();
    }
    assertThat(corner.evidence().channels("exec")).hasSize(5);
    corner.evidence().shows("ansible", "exec", "sha256sum");
  }

  @Test
  void reaches_its_server_by_a_dynamic_forward_and_nothing_outside_of_the_target()
      throws IOException {
    int socks = freePort();
    try (SshRun.Running editor = bootstrap("-D", "127.0.0.1:" + socks)) {
      int port = port(editor);
      Payload file = corner.payloadThere("file", 2_000_000);
      List<SshRun.Running> windows =
          IntStream.range(0, 4)
              .mapToObj(i -> curl(socks, (i % 2 == 0 ? "127.0.0.1:" : "localhost:") + port))
              .map(SshRun::start)
              .toList();
      windows.forEach(window -> assertThat(window.finish(PATIENCE).exitCode()).isZero());
      assertThat(curl(socks, "192.0.2.1:80").finish().exitCode()).isNotZero();

      file.arrivedAt(corner.here("127.0.0.1:" + port));
      file.arrivedAt(corner.here("localhost:" + port));
      Payload.random(corner.there("stop"), 0);
      assertThat(editor.finish(PATIENCE).exitCode()).isZero();
    }
    assertThat(forwards("started")).isEqualTo(4);
    assertThat(forwards("refused")).isEqualTo(1);
    corner.evidence().shows("ansible", "exec", "bash");
  }

  private SshRun curl(int socks, String server) {
    String proxy = "127.0.0.1:" + socks;
    String file = corner.here(server).toString();
    String url = "http://" + server + "/file";
    return corner.run("curl", "-sS", "--fail", "--socks5-hostname", proxy, "-o", file, url);
  }

  private long forwards(String outcome) {
    return corner.evidence().audit().all().stream()
        .filter(line -> line.path("kind").asString("").equals("local-forward"))
        .filter(line -> line.path("outcome").asString("").equals(outcome))
        .count();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A command that asks the server for a file, past every forward, and prints its SHA-256. */
  private static String fetch(int port) {
    return "exec 3<>/dev/tcp/127.0.0.1/%d; printf 'GET /file HTTP/1.0\\r\\n\\r\\n' >&3;"
            .formatted(port)
        + " sed '1,/^\\r$/d' <&3 | sha256sum";
  }

  /** Starts the server on the target, by a script on standard input, and leaves ssh running. */
  private SshRun.Running bootstrap(String... options) {
    String[] ssh = new String[options.length + 5];
    System.arraycopy(options, 0, ssh, 0, options.length);
    List<String> rest = List.of("-T", "-J", Corner.JUMP, Corner.TARGET, "bash");
    IntStream.range(0, rest.size()).forEach(i -> ssh[options.length + i] = rest.get(i));
    return corner.client().ssh(ssh).reading(script()).start();
  }

  private String script() {
    return """
    cd %s
    uname -s >/dev/null; cat /etc/os-release >/dev/null
    cat >server.py <<'SERVER'
    import http.server
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    print("listeningOn==%%d==" %% server.server_address[1], flush=True)
    server.serve_forever()
    SERVER
    /usr/bin/python3 server.py 2>server.log &
    until [ -e stop ]; do sleep 0.05; done
    kill $!
    """
        .formatted(corner.remote(""));
  }

  private static int port(SshRun.Running editor) {
    return Await.value("the server's port", PATIENCE, () -> find(editor.output()));
  }

  private static Optional<Integer> find(String output) {
    Matcher matcher = LISTENING.matcher(output);
    return matcher.find() ? Optional.of(Integer.parseInt(matcher.group(1))) : Optional.empty();
  }
}
