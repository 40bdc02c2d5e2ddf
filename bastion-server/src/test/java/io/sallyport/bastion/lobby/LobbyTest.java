package io.sallyport.bastion.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.Policy;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.Targets;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.config.Address;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LobbyTest {

  private static final String HOST_CA = "@cert-authority * ssh-ed25519 AAAA";
  private static final Target DB = new Target("db-01", 2222, new Address("127.0.0.1", 1), "db");
  private static final Policy POLICY =
      Rules.policy(
          Rules.rule("ops", "web-*", "deploy"),
          Rules.rule("dev", "web-02", "www-data"),
          Rules.rule("dba", "db-*", "postgres"));
  private static final Targets TARGETS =
      new Targets(List.of(Rules.target("web-01"), Rules.target("web-02"), DB));

  private final Lobby lobby = lobby(Optional.empty());

  @Test
  void help_namesEveryCommand_andTheWayOn() {
    assertThat(output("help"))
        .contains("You are alice", "ssh -J alice@bastion:2222 LOGIN@TARGET")
        .contains("ssh -p 2222 alice@bastion whoami")
        .contains("  help ", "  whoami ", "  targets ", "  ssh-config ", "  logout ", "  nc HOST");
  }

  @Test
  void whoami_saysWhoSomebodyIs_andHowThatIsKnown() {
    assertThat(output("whoami"))
        .isEqualTo(
            """
            identity:       alice
            kind:           person
            groups:         dev, ops
            authenticated:  by keyboard-interactive
            key:            (none)
            address:        192.0.2.7
            session:        01a2048b9bec0123456789abcd
            """);
  }

  @Test
  void whoami_ofAServiceAccount_namesItsKey() {
    Identity ansible = Identities.serviceAccount("ansible");

    assertThat(output(Visitors.visitor(ansible, "publickey"), "whoami"))
        .contains("kind:           service account\n", "groups:         (none)\n")
        .contains("key:            " + ansible.keyFingerprint().orElseThrow());
  }

  @Test
  void whoami_groupThatIsNotPlain_isDrawnPlainly() {
    Identity odd = Identities.person("mallory", "a\u001b[2J\nidentity: root");

    assertThat(output(Visitors.visitor(odd, "password"), "whoami"))
        .contains("groups:         a?[2J?identity: root\n");
  }

  @Test
  void targets_areThoseThatTheIdentityMayReach_andNoOthers() {
    assertThat(output("targets")).isEqualTo("deploy@web-01\ndeploy@web-02\nwww-data@web-02\n");
    assertThat(output(dba(), "targets")).isEqualTo("postgres@[db-01]:2222\n");
    assertThat(output(Visitors.visitor(Identities.person("bob"), "password"), "targets")).isEmpty();
  }

  @Test
  void targetsForPrograms_areJson() {
    assertThat(output(dba(), "targets --json"))
        .isEqualTo("[{\"login\":\"postgres\",\"host\":\"db-01\",\"port\":2222}]\n");
  }

  @Test
  void sshConfig_hasABlockForTheBastion_andOneForTargetsThatAreAlike() {
    assertThat(output("ssh-config"))
        .isEqualTo(
            """
            # For ~/.ssh/config:
            Host bastion
                HostName bastion
                Port 2222
                HostKeyAlias bastion
                User alice

            Host web-01
                ProxyJump alice@bastion
                Port 22
                User deploy

            Host web-02
                ProxyJump alice@bastion
                Port 22
                # Log in as one of: deploy, www-data

            # For ~/.ssh/known_hosts, without the `# `. It covers this bastion and every target behind it:
            # @cert-authority * ssh-ed25519 AAAA
            """);
    assertThat(output(dba(), "ssh-config"))
        .contains("Host db-01\n", "    Port 2222\n    User postgres");
  }

  @Test
  void publicAddress_isWhereClientsAreSent() {
    Lobby elsewhere = lobby(Optional.of(new Address("bastion.example.com", 22)));
    Visitor alice = Visitors.alice();

    assertThat(((Reply.Text) elsewhere.run(alice, "ssh-config")).output())
        .contains("Host bastion\n    HostName bastion.example.com\n    Port 22\n");
    assertThat(((Reply.Text) elsewhere.run(alice, "help")).output())
        .contains("ssh -J alice@bastion.example.com LOGIN@TARGET", "ssh alice@bastion.example.com");
  }

  @Test
  void logout_saysHowManyWereEnded() {
    assertThat(output("logout")).isEqualTo("2 other connections of yours were ended.\n");
    Visitor withKeys =
        new Visitor(
            Visitors.alice().identity(),
            Visitors.SESSION,
            "publickey",
            "192.0.2.7",
            2222,
            () -> new Visitor.LoggedOut(1, 3));
    assertThat(output(withKeys, "logout"))
        .isEqualTo(
            "1 other connection of yours was ended.\nYour next login needs a portal token.\n");
  }

  @ParameterizedTest
  @CsvSource({"hepp,help", "Help,help", "target,targets", "sshconfig,ssh-config"})
  void unknownCommand_is127_andNamesTheNearest(String typed, String nearest) {
    Reply.Text text = text(typed);

    assertThat(text.status()).isEqualTo(127);
    assertThat(text.output()).isEmpty();
    assertThat(text.error()).contains("`" + typed + "`", "did you mean `" + nearest + "`?", "help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"scp -t .", "rsync --server", "id", "sh -c 'nc web-01 22'", ";nc", ""})
  void anythingElse_is127_andRunsNothing(String line) {
    assertThat(text(line).status()).isEqualTo(127);
    assertThat(Lobby.word(line)).isEqualTo("(unknown)");
  }

  @Test
  void unknownCommand_isShownPlainly_andNotAtLength() {
    assertThat(text("a\u001b[2J" + "x".repeat(1000)).error())
        .contains("`a?[2J" + "x".repeat(27) + "`")
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nc web-01 22", "nc -w 5 web-01 22", "  nc\tweb-01  22 "})
  void nc_carriesAConnection(String line) {
    assertThat(lobby.run(Visitors.alice(), line)).isEqualTo(new Reply.Carry("web-01", 22));
    assertThat(Lobby.word(line)).isEqualTo("nc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nc",
        "nc web-01",
        "nc web-01 0",
        "nc web-01 65536",
        "nc web-01 ssh",
        "nc web-01 22 x",
        "nc -w web-01 22",
        "nc -w 5 web-01",
        "nc -e sh web-01 22",
        "nc -l 22",
        "nc -w x web-01 22"
      })
  void ncThatSaysNotWhere_isMisused(String line) {
    assertThat(text(line)).isEqualTo(new Reply.Text("", "usage: nc [-w SECONDS] HOST PORT\n", 2));
  }

  @ParameterizedTest
  @CsvSource({"whoami -x,whoami", "targets --jsn,targets [--json]", "logout now,logout"})
  void commandWithWhatItDoesNotTake_isMisused(String line, String usage) {
    assertThat(text(line)).isEqualTo(new Reply.Text("", "usage: " + usage + "\n", 2));
  }

  @ParameterizedTest
  @CsvSource({"xterm-256color,true", "vt100,true", "dumb,false", "'',false"})
  void terminalThatCannotDraw_getsTheListInLines(String type, boolean draws) {
    Terminal terminal = new Terminal(type, Size.claimed(24, 80));
    Dialogue dialogue = lobby.welcome(Visitors.alice(), Optional.of(terminal));

    assertThat(dialogue instanceof DrawnDialogue).isEqualTo(draws);
    assertThat(lobby.welcome(Visitors.alice(), Optional.empty())).isInstanceOf(PlainDialogue.class);
  }

  @ParameterizedTest
  @CsvSource({"0,0,24,80", "1,1,1,1", "4294967295,4294967295,200,500", "50,132,50,132"})
  void claimedSize_isKeptWithinReason(long rows, long columns, int keptRows, int keptColumns) {
    assertThat(Size.claimed(rows, columns)).isEqualTo(new Size(keptRows, keptColumns));
  }

  private static Lobby lobby(Optional<Address> publicAddress) {
    return new Lobby("bastion", publicAddress, HOST_CA, POLICY, TARGETS);
  }

  private static Visitor dba() {
    return Visitors.visitor(Identities.person("dora", "dba"), "password");
  }

  private String output(String line) {
    return output(Visitors.alice(), line);
  }

  private String output(Visitor visitor, String line) {
    return ((Reply.Text) lobby.run(visitor, line)).output();
  }

  private Reply.Text text(String line) {
    return (Reply.Text) lobby.run(Visitors.alice(), line);
  }
}
