package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedLab.class)
@DisplayName("Forwards of ports and sockets:")
class ForwardIT {
  private static final String EXIT_ON_FAILURE = "ExitOnForwardFailure=yes";

  private final Lab lab;
  private final EchoServer server = EchoServer.start();
  private final int port = Forwarding.freePort();
  private JsonLines audit;

  ForwardIT(Lab lab) {
    this.lab = lab;
    audit = JsonLines.from(lab.folder().audit());
  }

  @BeforeEach
  void markAudit() {
    audit = JsonLines.from(lab.folder().audit());
  }

  @AfterEach
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void local_forward_reaches_the_target_whoever_speaks_first_and_is_counted_and_recorded() {
    Recordings recordings = Recordings.from(lab);
    String destination = "localhost:" + server.port();
    try (var _ = Forwarding.start(lab, "-L", port + ":" + destination)) {
      assertThat(EchoServer.ask(port, "12345")).isEqualTo(EchoServer.GREETING + "12345");
    }

    JsonNode start = audit.first("the forward", forward("local-forward", "started"));
    assertThat(start.path("endpoint").asString("")).isEqualTo(destination);
    assertThat(start.path("recorded").asBoolean()).isTrue();
    JsonNode end = audit.first("its end", event("forward-end").and(sameSession(start)));
    assertThat(end.path("bytes_from_client").asInt()).isEqualTo(5);
    assertThat(end.path("bytes_from_backend").asInt()).isEqualTo(EchoServer.GREETING.length() + 5);
    assertThat(recordings.text(recordings.onlyFresh()))
        .contains("\"forward-start\"", destination, "\"bytes_from_client\":5");
  }

  @Test
  void a_large_forward_comes_whole_both_ways() {
    String much = "0123456789abcdef".repeat(512 * 1024);
    try (var _ = Forwarding.start(lab, "-L", port + ":localhost:" + server.port())) {
      assertThat(EchoServer.ask(port, much)).isEqualTo(EchoServer.GREETING + much);
    }
  }

  @ParameterizedTest(name = "N17 {0} is not dialled")
  @ValueSource(
      strings = {
        "127.0.0.2.nip.example:80",
        "db-01:5432",
        "10.0.0.1:80",
        "[fe80::1]:80",
        "0xa9fea9fe:80",
      })
  void forward_that_the_rule_does_not_name_is_refused(String destination) {
    try (var forwarding = Forwarding.start(lab, "-L", port + ":" + destination)) {
      assertThat(EchoServer.ask(port, "")).isEmpty();
      forwarding.says("administratively prohibited: sallyport: not allowed");
    }
    audit.first("the refusal", forward("local-forward", "refused"));
  }

  @Test
  @DisplayName("N33 a forward to another target's ssh port gets the way that is recorded")
  void forward_to_the_ssh_port_of_another_target_is_refused() {
    try (var forwarding = Forwarding.start(lab, "-L", port + ":WEB-02.:22")) {
      assertThat(EchoServer.ask(port, "")).isEmpty();
      forwarding.says("jump to it through the bastion instead: ssh -J BASTION web-02");
    }
    audit.first("the refusal", forward("local-forward", "refused"));
  }

  @Test
  void dynamic_forward_serves_a_browser_by_socks() throws IOException {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    web.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    web.start();
    try (var _ = Forwarding.start(lab, "-D", "" + port)) {
      String url = "http://localhost:" + web.getAddress().getPort() + "/";
      assertThat(Tool.run("curl", "-sS", "--socks5-hostname", "127.0.0.1:" + port, url))
          .isEqualTo("ok");
    } finally {
      web.stop(0);
    }
  }

  @Test
  void remote_forward_of_any_port_leads_back_to_the_client() {
    try (var forwarding = Forwarding.start(lab, "-R", "0:localhost:" + server.port())) {
      assertThat(EchoServer.ask(forwarding.allocated(), "abc"))
          .isEqualTo(EchoServer.GREETING + "abc");
    }
    audit.first("the listening", event("listen").and(outcome("listening")));
    JsonNode start = audit.first("the forward", forward("remote-forward", "started"));
    JsonNode end = audit.first("its end", event("forward-end").and(sameSession(start)));
    assertThat(end.path("bytes_from_backend").asInt()).isEqualTo(3);
  }

  @Test
  void remote_forward_that_is_cancelled_listens_no_more() {
    Path control = lab.folder().path().resolve("cancel.ctl");
    String[] remote = {"-R", port + ":localhost:" + server.port()};
    try (var _ = Forwarding.start(lab, "-M", "-S", control.toString(), remote[0], remote[1])) {
      assertThat(EchoServer.ask(port, "x")).isEqualTo(EchoServer.GREETING + "x");

      String at = control.toString();
      assertThat(
              lab.client()
                  .ssh("-S", at, "-O", "cancel", remote[0], remote[1], "web-01")
                  .finish()
                  .ok())
          .isTrue();

      audit.first("the end", event("listen").and(outcome("ended")));
      assertThat(Tool.attempt("", "curl", "-sS", "telnet://127.0.0.1:" + port).ok()).isFalse();
    }
  }

  @ParameterizedTest(name = "N19 listening on {0} is refused")
  @CsvSource({"80", "1023", "0.0.0.0:18090", "*:0", "'[::]:18091'"})
  void listening_elsewhere_is_refused(String where) {
    SshRun.Finished run =
        lab.client()
            .ssh(
                "-J",
                "ansible@bastion",
                "-o",
                EXIT_ON_FAILURE,
                "-R",
                where + ":localhost:" + server.port(),
                "deploy@web-01",
                "echo in")
            .finish();

    assertThat(run.ok()).isFalse();
    assertThat(run.output()).isEmpty();
    assertThat(run.error()).contains("remote port forwarding failed");
    audit.first("the refusal", event("listen").and(outcome("refused")));
  }

  @Test
  void sockets_are_forwarded_both_ways_within_the_folder_that_the_rule_names() {
    String socket = "/home/deploy/forwarded.sock";
    try (var _ =
        Forwarding.start(
            lab, "-R", socket + ":localhost:" + server.port(), "-L", port + ":" + socket)) {
      assertThat(EchoServer.askWhenUp(port, "abc")).isEqualTo(EchoServer.GREETING + "abc");
    }
    audit.first("the way there", forward("local-forward", "started").and(endpoint(socket)));
    audit.first("the way back", forward("remote-forward", "started").and(endpoint(socket)));
  }

  @ParameterizedTest(name = "N19 the socket {0} is refused")
  @ValueSource(
      strings = {
        "/run/docker.sock",
        "/home/deploy/../../run/docker.sock",
        "/home/deploy/sub/folder.sock",
      })
  void sockets_elsewhere_are_refused(String socket) {
    try (var forwarding = Forwarding.start(lab, "-L", port + ":" + socket)) {
      assertThat(EchoServer.ask(port, "")).isEmpty();
      forwarding.says("sallyport: not allowed");
    }
  }

  @Test
  void forwards_work_on_a_connection_whose_user_name_names_the_destination() {
    var ssh =
        lab.client()
            .ssh(
                "-i",
                lab.folder().path().resolve("ansible").toString(),
                "-o",
                "PreferredAuthentications=publickey",
                "-N",
                "-L",
                port + ":localhost:" + server.port(),
                "ansible@deploy@web-01@bastion")
            .start();
    try (ssh) {
      assertThat(EchoServer.askWhenUp(port, "abc")).isEqualTo(EchoServer.GREETING + "abc");
    }
    audit.first("the forward", forward("local-forward", "started"));
  }

  private static Predicate<JsonNode> event(String name) {
    return line -> line.path("event").asString("").equals(name);
  }

  /** The end of an earlier test's forward may come late. */
  private static Predicate<JsonNode> sameSession(JsonNode start) {
    return line -> line.path("sid").equals(start.path("sid"));
  }

  private static Predicate<JsonNode> outcome(String outcome) {
    return line -> line.path("outcome").asString("").equals(outcome);
  }

  private static Predicate<JsonNode> endpoint(String text) {
    return line -> line.path("endpoint").asString("").equals(text);
  }

  private static Predicate<JsonNode> forward(String kind, String outcome) {
    return event("forward")
        .and(outcome(outcome))
        .and(line -> line.path("kind").asString("").equals(kind));
  }
}
