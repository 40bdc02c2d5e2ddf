package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Await;
import io.sallyport.lab.Lab;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Terminal;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(SharedLab.class)
@DisplayName("ssh to the bastion itself:")
class LobbyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ME = "ansible@bastion";
  private static final String ESC = "\u001b";
  private static final String LEAVE_SCREEN = ESC + "[0m" + ESC + "[?1049l";

  private final Lab lab;
  private final Path folder;
  private final JsonLines audit;

  LobbyIT(Lab lab, @TempDir Path folder) {
    this.lab = lab;
    this.folder = folder;
    this.audit = JsonLines.from(lab.folder().audit());
  }

  @Test
  void a_command_answers_and_is_audited_by_its_word() {
    SshRun.Finished run = ssh(ME, "targets", "--json");

    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(run.output())
        .contains("{\"login\":\"deploy\",\"host\":\"web-01\",\"port\":22}")
        .endsWith("]\n");
    assertThat(run.error()).isEmpty();
    audit.first("targets", line -> isLobby(line, "status 0") && isCommand(line, "targets"));
  }

  @Test
  void everybody_is_shown_only_what_they_may_reach() {
    assertThat(person("bob", "bob@bastion", "targets").output()).isEqualTo("deploy@web-02\n");
    assertThat(person("bob", "bob@bastion", "ssh-config").output()).doesNotContain("web-01");
    assertThat(person("bob", "-T", "bob@bastion").output())
        .contains("deploy@web-02")
        .doesNotContain("web-01");
    assertThat(person("alice", "alice@bastion", "whoami").output())
        .contains("identity:       alice\n", "kind:           person\n", "groups:         ops\n")
        .contains("by keyboard-interactive\n", "address:        127.0.0.1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hepl", "id", "/bin/sh", "scp -t /tmp", "whoami; id", "$(id)"})
  void what_is_no_command_is_127_and_says_what_is(String command) {
    SshRun.Finished run = ssh(ME, command);

    assertThat(run.exitCode()).isIn(127, 2);
    assertThat(run.output()).isEmpty();
    assertThat(run.error()).containsAnyOf("help", "usage: whoami");
  }

  @Test
  void ssh_config_works_when_it_is_pasted() throws IOException {
    String printed = ssh(ME, "ssh-config").output();
    Path knownHosts = folder.resolve("known_hosts");
    Files.writeString(
        knownHosts,
        printed
            .lines()
            .filter(line -> line.startsWith("# @cert-authority"))
            .map(line -> line.substring("# ".length()) + "\n")
            .collect(Collectors.joining()));
    Path config = folder.resolve("config");
    Files.writeString(config, printed + mine(knownHosts));

    Tool.Outcome web =
        Tool.attempt("", "ssh", "-F", config.toString(), "web-01", "echo $USER on $((6*7))");
    assertThat(web.output()).as(web.error()).isEqualTo("deploy on 42\n");
    Tool.Outcome bastion = Tool.attempt("", "ssh", "-F", config.toString(), "bastion", "whoami");
    assertThat(bastion.output()).as(bastion.error()).contains("ansible");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc %h %p", "nc -w 5 %h %p"})
  void nc_is_a_proxy_command_of_the_old_style(String nc) {
    SshRun.Finished run = through(nc, "deploy@web-02", "echo $((6*7)); echo err >&2; exit 9");

    assertThat(run.output()).as(run.error()).isEqualTo("42\n");
    assertThat(run.error()).endsWith("err\n");
    assertThat(run.exitCode()).isEqualTo(9);
  }

  @Test
  void nc_carries_much_both_ways_and_ends_with_its_client() throws IOException {
    byte[] much = new byte[20 << 20];
    new Random(3).nextBytes(much);
    Path file = Files.write(folder.resolve("much"), much);
    SshRun.Finished run =
        lab.client()
            .ssh("-o", proxy("nc %h %p"), "-o", "BatchMode=yes", "deploy@web-01", "cat | sha256sum")
            .reading(file)
            .finish();
    assertThat(run.output()).as(run.error()).startsWith(sha256(file));

    SshRun.Finished back =
        through("nc %h %p", "deploy@web-01", "head -c 20000000 /dev/zero | tr '\\0' x");
    assertThat(back.output()).hasSize(20_000_000);
    audit.first("the end of nc", line -> isLobby(line, "status 0") || isLobby(line, "closed"));
  }

  @Test
  void nc_to_what_is_not_allowed_says_so_as_a_jump_does() {
    SshRun.Finished run = through("nc %h %p", "deploy@db-01", "true");

    assertThat(run.ok()).isFalse();
    assertThat(run.error()).contains("not allowed, or no such host or login");
  }

  @Test
  void nc_is_misused_without_a_port_and_on_a_terminal() {
    assertThat(ssh(ME, "nc web-01").exitCode()).isEqualTo(2);
    assertThat(ssh(ME, "nc web-01").error()).isEqualTo("usage: nc [-w SECONDS] HOST PORT\n");
    assertThat(ssh("-tt", ME, "nc web-01 22").error()).contains("takes no terminal");
  }

  @Test
  void the_menu_leads_to_a_recorded_shell_in_the_same_terminal() throws IOException {
    Recordings recordings = Recordings.from(lab);
    try (Terminal terminal = terminal(24, 80)) {
      terminal.shows("Sallyport bastion: where ansible may go").shows("> deploy@web-01");
      terminal.press(ESC + "[B").shows("> deploy@web-02").press(ESC + "OA").press("-02");
      terminal.shows("Filter: -02").press("\r");
      awaitShell();
      terminal.type("echo $((6*7)) by $USER").shows("42 by deploy");
      terminal.type("stty size").shows("24 80").type("exit 5");

      SshRun.Finished run = terminal.finish();
      assertThat(run.exitCode()).isEqualTo(5);
      assertThat(run.output()).contains(ESC + "[?1049h").contains(LEAVE_SCREEN);
    }
    Path recording = recordings.onlyFresh();
    assertThat(recordings.text(recording)).contains("web-02", "42 by deploy");
    assertThat(recordings.play(recording)).contains("42 by deploy", "24 80");
  }

  @Test
  void a_shell_from_the_menu_has_the_size_that_the_window_has_got() {
    try (Terminal terminal = terminal(24, 80)) {
      terminal.shows("> deploy@web-01").resize(31, 101).shows(ESC + "[31;1H").press("\r");
      awaitShell();
      terminal.type("stty size").shows("31 101");
      String polled = "until [ \"$(stty size)\" = '47 132' ]; do read -t 0.1; done; ";
      terminal.type("echo $((6*7)) ready; " + polled + "echo now $(stty size)");
      terminal.shows("42 ready").resize(47, 132).shows("now 47 132").type("exit");

      assertThat(terminal.finish().exitCode()).isZero();
    }
  }

  @Test
  void a_shell_from_the_menu_has_the_clients_language_and_nothing_else_of_it() {
    String[] environment = {"-o", "SetEnv=TERM=xterm LANG=de_DE.UTF-8 LD_PRELOAD=x SSH_X=y"};
    try (Terminal terminal = terminal(24, 80, environment)) {
      terminal.shows("> deploy@web-01").press("\r");
      awaitShell();
      terminal.type("echo \"<$LANG|$LD_PRELOAD|$SSH_X|$TERM>\"").shows("<de_DE.UTF-8|||xterm>");
      terminal.type("exit");

      assertThat(terminal.finish().exitCode()).isZero();
    }
  }

  @Test
  void keys_reach_what_runs_in_a_shell_from_the_menu() {
    try (Terminal terminal = terminal(24, 80)) {
      terminal.shows("> deploy@web-01").press("\r");
      awaitShell();
      terminal.type("echo $((6*7)) sleeps; sleep 1000").shows("42 sleeps");
      terminal.press("\u0003").type("echo $((6*7)) alive").shows("42 alive").press("\u0004");

      assertThat(terminal.finish().exitCode()).isIn(0, 130);
    }
  }

  @Test
  void a_choice_with_no_way_through_brings_the_menu_back_with_the_reason() {
    try (Terminal terminal = terminal(24, 80)) {
      terminal.shows("> deploy@web-01").press(SharedLab.CHANGED + "\r");
      terminal.shows("identity could not be confirmed");
      terminal.press("\u007f".repeat(SharedLab.CHANGED.length()) + "b-01");
      terminal.shows("Filter: b-01").press("\r");
      awaitShell();
      terminal.type("exit 3");

      assertThat(terminal.finish().exitCode()).isEqualTo(3);
    }
  }

  @Test
  void while_a_backend_is_down_the_menu_comes_back() {
    try (Terminal terminal = terminal(24, 80)) {
      terminal.shows("> deploy@web-01");
      try (Outage _ = Outage.stopped(lab.backend().sshServer())) {
        terminal.press("\r").shows("cannot be reached").press("\u0003");

        SshRun.Finished run = terminal.finish();
        assertThat(run.exitCode()).isZero();
        assertThat(run.output()).contains("cannot be reached").contains(LEAVE_SCREEN);
      }
    }
  }

  @Test
  void N33_the_menu_is_no_way_to_a_shell_that_the_rule_does_not_allow() {
    SshRun bob = lab.client().ssh("bob@bastion").answering(lab.client().portalToken("bob"));
    try (Terminal terminal = lab.client().terminal(24, 80, bob.with("TERM", "xterm"))) {
      terminal.shows("> deploy@web-02").press("\r").shows("and no shell").press("\u0003");

      assertThat(terminal.finish().exitCode()).isZero();
    }
    JsonNode decision =
        audit.first("the decision", line -> line.path("event").asString("").equals("decision"));
    assertThat(decision.path("outcome").asString("")).isEqualTo("refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0003", "\u0004", ESC})
  void the_menu_is_left_by_its_keys_and_the_screen_comes_back(String key) {
    try (Terminal terminal = terminal(24, 80)) {
      terminal.shows("> deploy@web-01").press(key);

      SshRun.Finished run = terminal.finish();
      assertThat(run.exitCode()).isZero();
      assertThat(run.output()).contains(LEAVE_SCREEN);
    }
  }

  @Test
  void the_menu_follows_the_windows_size_down_to_a_tiny_one() {
    try (Terminal terminal = terminal(24, 80)) {
      terminal.shows(ESC + "[24;1H").resize(50, 132).shows(ESC + "[50;1H").resize(5, 20);
      terminal.shows("Enter: go");
      terminal.press("zzz").shows("(no such").press("\u0003");
      assertThat(terminal.finish().exitCode()).isZero();
    }
  }

  @Test
  void a_terminal_that_draws_nothing_gets_a_list_and_a_question() {
    try (Terminal terminal = terminal(24, 80, "-o", "SetEnv=TERM=dumb")) {
      terminal.shows("   2  deploy@web-02").press("2\r");
      awaitShell();
      terminal.type("echo $TERM $((6*7)); exit 7").shows("dumb 42");

      SshRun.Finished run = terminal.finish();
      assertThat(run.exitCode()).isEqualTo(7);
      assertThat(run.output()).doesNotContain(ESC);
    }
  }

  @Test
  void without_a_terminal_the_answer_and_the_shells_input_are_read_from_the_input() {
    String input = "web-02\necho $((6*7)) by $USER; echo err >&2; exit 9\n";
    SshRun.Finished run = lab.client().ssh("-T", ME).reading(input).finish();

    assertThat(run.exitCode()).as(run.error()).isEqualTo(9);
    assertThat(run.output()).endsWith("42 by deploy\n");
    assertThat(run.error()).endsWith("err\n");

    SshRun.Finished bare = lab.client().ssh("-T", ME).reading("web-02\n").finish();
    assertThat(bare.exitCode()).as(bare.error()).isZero();
  }

  @Test
  void copying_to_the_bastion_is_refused_in_words() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    SshRun.Finished sftp = lab.client().run("sftp", ME).reading("ls\n").finish();
    SshRun.Finished scp = lab.client().run("scp", file.toString(), ME + ":").finish();
    SshRun.Finished old = lab.client().run("scp", "-O", file.toString(), ME + ":").finish();

    for (SshRun.Finished run : List.of(sftp, scp, old)) {
      assertThat(run.ok()).isFalse();
    }
    assertThat(sftp.error()).contains("LOGIN@TARGET");
    assertThat(scp.error()).contains("LOGIN@TARGET");
    assertThat(old.error()).contains("`scp` is no command of the bastion");
  }

  @Test
  void N16_N20_what_clients_ask_for_besides_is_not_given() {
    SshRun.Finished run =
        ssh("-A", "-X", "-o", "SetEnv=LD_PRELOAD=/tmp/x SSH_USER_AUTH=x", ME, "whoami");

    assertThat(run.output()).as(run.error()).contains("identity:       ansible");
  }

  @Test
  void several_at_once_share_a_control_master() throws IOException {
    String socket = "ControlPath=" + folder.resolve("mux");
    String[] master = {"-o", "ControlMaster=yes", "-o", socket, "-N", ME};
    try (SshRun.Running _ = lab.client().ssh(master).start()) {
      Await.until("the master", PATIENCE, () -> Files.exists(folder.resolve("mux")));
      List<SshRun.Running> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        running.add(lab.client().ssh("-o", socket, ME, "whoami").start());
      }
      List<String> answers = new ArrayList<>();
      for (SshRun.Running run : running) {
        answers.add(run.finish(PATIENCE).output());
      }
      assertThat(answers).allMatch(answer -> answer.contains("identity:       ansible"));
      assertThat(answers.stream().distinct()).hasSize(1);
    }
  }

  @Test
  void logout_ends_the_other_connections() {
    String[] cat = {"-J", ME, "-o", "BatchMode=yes", "deploy@web-01", "echo in; sleep 60"};
    try (SshRun.Running other = lab.client().ssh(cat).start()) {
      Await.until("the session", PATIENCE, () -> other.output().contains("in"));

      assertThat(ssh(ME, "logout").output()).contains("ended");
      assertThat(other.finish(PATIENCE).exitCode()).isEqualTo(255);
    }
  }

  @Test
  void a_banner_is_shown_before_the_login_and_disturbs_no_copying() throws IOException {
    Path config = lab.folder().bastionConfig();
    String before = Files.readString(config);
    String text = "Only for members.\nhttps://example.com/Regeln für Gäste\n";
    Files.writeString(config.resolveSibling("banner.txt"), text);
    Files.writeString(config, "banner: banner.txt\n" + before);
    lab.bastion().restart();
    try {
      assertThat(ssh(ME, "whoami").error()).isEqualTo(text);
      assertThat(ssh("-o", "PreferredAuthentications=none", ME, "whoami").error()).contains(text);
      Path file = Files.writeString(folder.resolve("file"), "copied");
      String there = "deploy@web-01:/tmp/lobby-banner";
      for (String flag : List.of("-s", "-O")) {
        SshRun.Finished up =
            lab.client().run("scp", flag, "-J", ME, file.toString(), there).finish();
        assertThat(up.ok()).as(up.error()).isTrue();
      }
      SshRun.Finished sftp =
          lab.client()
              .run("sftp", "-J", ME, "-b", "-", "deploy@web-01")
              .reading("rm /tmp/lobby-banner\n")
              .finish();
      assertThat(sftp.ok()).as(sftp.error()).isTrue();
    } finally {
      Files.writeString(config, before);
      lab.bastion().restart();
    }
    assertThat(ssh(ME, "whoami").error()).isEmpty();
  }

  /** From here on what is typed is for the shell. */
  private void awaitShell() {
    audit.first(
        "the shell",
        line ->
            line.path("event").asString("").equals("channel")
                && line.path("kind").asString("").equals("shell")
                && line.path("outcome").asString("").equals("started"));
  }

  private SshRun.Finished ssh(String... arguments) {
    List<String> all =
        Stream.concat(Stream.of("-o", "BatchMode=yes"), Stream.of(arguments)).toList();
    return lab.client().ssh(all.toArray(String[]::new)).finish();
  }

  private SshRun.Finished person(String name, String... arguments) {
    return lab.client().ssh(arguments).answering(lab.client().portalToken(name)).finish();
  }

  private SshRun.Finished through(String nc, String... arguments) {
    List<String> all = new ArrayList<>(List.of("-o", proxy(nc)));
    all.addAll(List.of(arguments));
    return ssh(all.toArray(String[]::new));
  }

  private String proxy(String nc) {
    return "ProxyCommand=ssh -F " + lab.folder().sshConfig() + " -o BatchMode=yes " + ME + " " + nc;
  }

  private Terminal terminal(int rows, int columns, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(List.of("-o", "BatchMode=yes", ME));
    if (more.length == 0) {
      all.addAll(0, List.of("-o", "SetEnv=TERM=xterm"));
    }
    return lab.client().terminal(rows, columns, all.toArray(String[]::new));
  }

  /** What somebody has in their own ssh_config already. */
  private String mine(Path knownHosts) {
    return """
    Host *
        BatchMode yes
        IdentityFile "%s"
        IdentitiesOnly yes
        UserKnownHostsFile "%s"
        GlobalKnownHostsFile /dev/null
        StrictHostKeyChecking yes
    """
        .formatted(lab.folder().serviceAccountKey(), knownHosts);
  }

  private static String sha256(Path file) {
    return Tool.run("sha256sum", file.toString()).split(" ", 2)[0];
  }

  private static boolean isLobby(JsonNode line, String outcome) {
    return line.path("event").asString("").equals("lobby")
        && line.path("outcome").asString("").equals(outcome);
  }

  private static boolean isCommand(JsonNode line, String word) {
    return line.path("command").asString("").equals(word);
  }
}
