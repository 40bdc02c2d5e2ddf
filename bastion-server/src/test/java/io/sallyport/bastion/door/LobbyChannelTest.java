package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.testing.RawSession;
import io.sallyport.bastion.testing.Recordings;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session channel of the outer door does, with a real client. */
final class LobbyChannelTest extends WithBastion {

  private static final String ESC = "\u001b";
  private static final String ENTER_SCREEN = ESC + "[?1049h";
  private static final String LEAVE_SCREEN = ESC + "[0m" + ESC + "[?1049l";
  private static final int WIDE = 1 << 20;

  LobbyChannelTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void command_answers_andTheAuditKnowsItsWordOnly() throws IOException, InterruptedException {
    assertThat(Run.exec(ansible(), "targets --json").status()).isZero();

    bastion.audit.await(AuditEvent.Lobby.class, event -> event.outcome().equals("status 0"));
    assertThat(bastion.audit.events(AuditEvent.Lobby.class))
        .extracting(AuditEvent.Lobby::command, AuditEvent.Lobby::outcome)
        .containsExactly(tuple("targets", "started"), tuple("targets", "status 0"));
  }

  @Test
  void whatIsNoCommand_isToldOnStandardError_andNotRepeatedInTheAudit()
      throws IOException, InterruptedException {
    Run run = Run.exec(ansible(), "secret-0123456789");

    assertThat(run.status()).isEqualTo(127);
    assertThat(run.stdout()).isEmpty();
    assertThat(run.stderr()).contains("help");
    assertThat(bastion.audit.await(AuditEvent.Lobby.class).command()).isEqualTo("(unknown)");
  }

  @Test
  void identityThatMayReachNothing_isShownNothing() throws IOException, InterruptedException {
    bastion.policy(Rules.policy(Rules.rule("ops", "db-*", "deploy")));
    ClientSession outer = ansible();

    assertThat(Run.exec(outer, "targets").stdout()).isEmpty();
    assertThat(Run.exec(outer, "ssh-config").stdout()).doesNotContain("web-01", "ProxyJump");
    assertThat(Run.of(shell(outer), "web-01\n").stdout())
        .contains("nothing that you may reach")
        .doesNotContain("web-01");
  }

  @Test
  @DisplayName("N33 a subsystem on the bastion is refused in words")
  void subsystem_isRefusedInWords() throws IOException, InterruptedException {
    Run run = Run.of(ansible().createSubsystemChannel("sftp"), "");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.stderr()).contains("-J ansible@bastion:", "LOGIN@TARGET");
    assertThat(run.stdout()).isEmpty();
  }

  @ParameterizedTest(name = "N16 N20 {0}")
  @ValueSource(strings = {"env", "x11-req", "auth-agent-req@openssh.com", "nonsense@example.com"})
  void otherRequests_fail_andTheSessionGoesOn(String request)
      throws IOException, InterruptedException {
    RawSession channel = RawSession.open(ansible(), WIDE);

    assertThat(channel.ask(request, "LD_PRELOAD", "x")).isFalse();
    assertThat(channel.ask("exec", "whoami")).isTrue();
    assertThat(channel.end()).contains("identity:       ansible");
    assertThat(channel.getExitStatus()).isZero();
  }

  @Test
  void secondProgramOnAChannel_isRefused() throws IOException, InterruptedException {
    RawSession channel = RawSession.open(ansible(), WIDE);

    assertThat(channel.ask("exec", "nc web-01 22")).isTrue();
    assertThat(channel.ask("exec", "whoami")).isFalse();
    assertThat(channel.ask("shell")).isFalse();
    assertThat(channel.askForTerminal("xterm", 24, 80)).isFalse();
  }

  @Test
  void answerThatDoesNotFitIntoTheWindow_waitsForIt() throws IOException, InterruptedException {
    RawSession channel = RawSession.open(ansible(), 20);

    assertThat(channel.ask("exec", "help")).isTrue();
    assertThat(channel.ask("env", "A", "b")).isFalse();
    assertThat(channel.received()).hasSize(20);
    channel.read();
    assertThat(channel.end()).endsWith("for ProxyCommand\n");
    assertThat(channel.getExitStatus()).isZero();
  }

  @Test
  void menu_isDrawn_andLeavesTheScreenAsItWas() throws IOException, InterruptedException {
    RawSession channel = menu(WIDE);
    channel.awaitText("> deploy@web-01");
    channel.type("\u0003");

    assertThat(channel.end()).startsWith(ENTER_SCREEN).endsWith(LEAVE_SCREEN);
    assertThat(channel.getExitStatus()).isZero();
    assertThat(bastion.audit.await(AuditEvent.Lobby.class).command()).isEqualTo("menu");
  }

  @Test
  void menu_escapeIsAKeyAfterAMoment_andASequenceMayComeInPieces()
      throws IOException, InterruptedException {
    RawSession channel = menu(WIDE);
    channel.type("nothing" + ESC);
    channel.awaitText("(no such destination)").awaitText("Filter: " + ESC + "[");
    channel.type(ESC + "[");
    channel.type("B");
    channel.type(ESC);

    assertThat(channel.end()).endsWith(LEAVE_SCREEN);
  }

  @Test
  void menu_choice_isJoinedWithARecordedShell() throws IOException, InterruptedException {
    RawSession channel = menu(WIDE);
    channel.type("web\r");
    channel.awaitText(LEAVE_SCREEN + "ready\n");
    channel.type("typed\n");
    channel.awaitText("typed\n");
    channel.changeWindow(31, 101);
    channel.hangUp();

    assertThat(channel.end()).endsWith(LEAVE_SCREEN + "ready\ntyped\n");
    assertThat(channel.getExitStatus()).isZero();
    Path recording = Recordings.theOnlyOne(bastion.recordings());
    assertThat(onRecord(recording)).contains("ready", "typed", "101x31");
    assertThat(bastion.audit.events(AuditEvent.Channel.class))
        .extracting(AuditEvent.Channel::kind, AuditEvent.Channel::outcome)
        .containsExactly(tuple("shell", "started"));
  }

  @Test
  void menu_choice_isJoined_whenTheMenuIsOffTheScreen() throws IOException, InterruptedException {
    RawSession channel = menu(20);
    channel.type("web\r");
    bastion.audit.await(AuditEvent.HopStarted.class);
    assertThat(channel.ask("nonsense@example.com")).isFalse();
    assertThat(channel.received()).hasSize(20);

    channel.read();
    channel.awaitText(LEAVE_SCREEN + "ready\n");
    channel.type("\u0003");
    channel.awaitText("ready\n\u0003");
  }

  @Test
  void menu_choiceThatIsNotReachable_bringsTheMenuBack() throws IOException, InterruptedException {
    bastion.target(Rules.target("web-02"));
    RawSession channel = menu(WIDE);
    channel.type("-02\r");
    channel.awaitText("cannot be reached").awaitText(LEAVE_SCREEN + ENTER_SCREEN);
    channel.type("\u007f1\r");
    channel.awaitText(LEAVE_SCREEN + "ready\n");
    channel.hangUp();

    channel.end();
    assertThat(channel.getExitStatus()).isZero();
  }

  @Test
  @DisplayName("N33 a menu is no way to a shell that the rule does not allow")
  void menu_choiceWithoutAShell_bringsTheMenuBack() throws IOException, InterruptedException {
    bastion.policy(Rules.policy(Rules.rule("ops", "*", "deploy", ChannelKind.EXEC)));
    RawSession channel = menu(WIDE);
    channel.type("web\r");
    channel.awaitText("commands are allowed there, and no shell");
    channel.type("\u0003");

    assertThat(channel.end()).endsWith(LEAVE_SCREEN).doesNotContain("ready");
    assertThat(channel.getExitStatus()).isZero();
    assertThat(bastion.audit.await(AuditEvent.AccessDecision.class).outcome()).isEqualTo("refused");
    assertThat(bastion.backend.shown()).isEmpty();
  }

  @Test
  void menu_thatIsLeftWhileTheHopIsMade_leavesNoHop() throws IOException, InterruptedException {
    ClientSession outer = ansible();
    RawSession channel = menu(outer, WIDE);
    channel.type("web\r");
    var _ = channel.close(false);
    channel.end();

    bastion.audit.await(AuditEvent.HopEnded.class);
    assertThat(Run.exec(outer, "whoami").status()).isZero();
  }

  @Test
  void hopThatEnds_endsItsChannel_andNotTheConnection() throws IOException, InterruptedException {
    ClientSession outer = ansible();
    RawSession channel = menu(outer, WIDE);
    channel.type("web\r");
    channel.awaitText("ready\n");
    bastion.backend.drop();

    channel.end();
    assertThat(channel.getExitStatus()).isNull();
    assertThat(Run.exec(outer, "whoami").status()).isZero();
  }

  @Test
  void plainMenu_leavesTheRestOfTheInputToTheShell() throws IOException, InterruptedException {
    Run run = Run.of(shell(ansible()), "web-01\nand this\n");

    assertThat(run.stdout()).endsWith("ready\nand this\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void language_isForTheShell() throws IOException, InterruptedException {
    RawSession channel = RawSession.open(ansible(), WIDE);

    assertThat(channel.ask("env", "LANG", "C.UTF-8")).isTrue();
    assertThat(channel.ask("env", "LC_ALL", "x".repeat(5000))).isFalse();
  }

  @Test
  void menu_isDrawnAgain_whenTheWindowChanges() throws IOException, InterruptedException {
    RawSession channel = menu(WIDE);
    channel.awaitText(ESC + "[24;1H");
    channel.changeWindow(30, 100);
    channel.awaitText(ESC + "[30;1H");
  }

  @Test
  @DisplayName("N08 a menu whose client does not read costs one frame, not one for each key")
  void menu_keepsTheLastFrameOnly() throws IOException, InterruptedException {
    RawSession channel = menu(2000);
    for (int i = 0; i < 1000; i++) {
      channel.type("x\u007f");
    }
    channel.type("web");
    assertThat(channel.ask("env", "A", "b")).isFalse();
    assertThat(channel.received()).hasSize(2000);

    channel.read();
    channel.awaitText("Filter: web");
    assertThat(channel.received().length()).isLessThan(4000);
  }

  @Test
  void menu_withoutATerminal_isAListAndAQuestion() throws IOException, InterruptedException {
    Run run = Run.of(shell(ansible()), "");

    assertThat(run.stdout()).contains("   1  deploy@web-01\n");
    assertThat(run.status()).isZero();
  }

  @Test
  @DisplayName("N08 questions whose answers are not read are not read either")
  void plainMenu_readsNothing_whileItsAnswersWait() throws IOException, InterruptedException {
    for (int i = 2; i < 100; i++) {
      bastion.target(Rules.target("web-%03d".formatted(i)));
    }
    RawSession channel = RawSession.open(ansible(), 2000);
    assertThat(channel.ask("shell")).isTrue();
    for (int i = 0; i < 200; i++) {
      channel.type("web\n".repeat(1000));
    }
    assertThat(channel.ask("env", "A", "b")).isFalse();
    assertThat(channel.received()).hasSize(2000);

    var _ = channel.close(false);
    bastion.audit.await(AuditEvent.Lobby.class, event -> event.outcome().equals("closed"));
  }

  @Test
  void nc_carriesAConnectionToTheInnerDoor() throws IOException, InterruptedException {
    RawSession channel = RawSession.open(ansible(), WIDE);
    assertThat(channel.ask("exec", "nc web-01 22")).isTrue();

    channel.awaitText("SSH-2.0-OpenSSH_Sallyport\r\n");
    channel.type("nonsense\r\n");
    channel.end();
    assertThat(channel.getExitStatus()).isZero();
  }

  @Test
  void nc_endsWithItsClient() throws IOException, InterruptedException {
    RawSession channel = RawSession.open(ansible(), WIDE);
    assertThat(channel.ask("exec", "nc web-01 22")).isTrue();
    channel.awaitText("SSH-2.0-OpenSSH_Sallyport\r\n");
    channel.hangUp();

    channel.end();
  }

  @Test
  void nc_onATerminal_isRefused() throws IOException, InterruptedException {
    RawSession channel = RawSession.open(ansible(), WIDE);
    assertThat(channel.askForTerminal("xterm", 24, 80)).isTrue();
    assertThat(channel.ask("exec", "nc web-01 22")).isTrue();

    assertThat(channel.end()).contains("no terminal").endsWith("\r\n").doesNotContain("SSH-2.0");
    assertThat(channel.getExitStatus()).isEqualTo(2);
  }

  @Test
  void severalChannelsOfOneConnection_doNotMix() throws IOException, InterruptedException {
    ClientSession outer = ansible();
    RawSession first = menu(outer, WIDE);
    RawSession second = menu(outer, WIDE);
    first.type("one");
    second.type("two");
    first.awaitText("Filter: one");
    second.awaitText("Filter: two");

    assertThat(Run.exec(outer, "whoami").stdout()).contains("ansible");
    first.type("\u0004");
    assertThat(first.end()).doesNotContain("two");
    second.type(ESC + "[A");
    assertThat(second.isOpen()).isTrue();
  }

  @Test
  void logout_endsTheOtherConnectionsOfTheSameIdentity_andNoOthers()
      throws IOException, InterruptedException {
    Address door = bastion.start();
    bastion.portal.knows("token", "alice", "ops");
    ClientSession alice = client.loginByToken(door, "alice", "token");
    ClientSession first = ansible(door);
    ClientSession second = ansible(door);
    ClientSession third = ansible(door);

    assertThat(Run.exec(first, "logout").stdout())
        .isEqualTo("2 other connections of yours were ended.\n");
    assertThat(Run.exec(first, "logout").stdout()).startsWith("0 other");
    TestClient.awaitEnd(second);
    TestClient.awaitEnd(third);
    assertThat(client.told()).contains("you have logged out elsewhere");
    assertThat(Run.exec(alice, "whoami").stdout())
        .contains("identity:       alice", "groups:         ops", "by keyboard-interactive");
  }

  private static ChannelShell shell(ClientSession outer) throws IOException {
    ChannelShell shell = outer.createShellChannel();
    shell.setUsePty(false);
    return shell;
  }

  private static String onRecord(Path recording) throws IOException {
    StringBuilder all = new StringBuilder();
    try (var files = Files.list(recording)) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private RawSession menu(long window) throws IOException, InterruptedException {
    return menu(ansible(), window);
  }

  private static RawSession menu(ClientSession outer, long window)
      throws IOException, InterruptedException {
    RawSession channel = RawSession.open(outer, window);
    assertThat(channel.askForTerminal("xterm", 24, 80)).isTrue();
    assertThat(channel.ask("shell")).isTrue();
    return channel;
  }
}
