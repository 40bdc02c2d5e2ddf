package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.Tokens;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import io.sallyport.token.HopCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every step on the way to a hop may say no; what the client is told, and what the audit knows. */
final class PassageTest extends WithBastion {

  private static final String NOT_ALLOWED = "not allowed, or no such host or login";

  PassageTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void everybodySaysYes_andTheHopIsThere() throws Exception {
    ClientSession web = deployOnWeb();

    assertThat(Run.exec(web, "echo hello").stdout()).isEqualTo("hello\n");
    assertThat(bastion.portal.authorized()).containsExactly("ansible web-01");
    assertThat(bastion.audit.events(AuditEvent.AccessDecision.class))
        .containsExactly(
            new AuditEvent.AccessDecision(
                1, "ansible", "web-01", "deploy", "granted", "ops-on-*", ""));
    assertThat(bastion.audit.events(AuditEvent.HopStarted.class)).hasSize(1);
    HopCertificate shown = bastion.backend.shown().getFirst();
    assertThat(shown.principals()).containsExactly("deploy");
    assertThat(shown.token()).isPresent();
  }

  @Test
  void serviceAccount_forWhichTheBastionVouches_needsNoPortal() throws Exception {
    bastion.vouchingForServiceAccounts().portal.goDown();

    var _ = deployOnWeb();

    assertThat(bastion.portal.authorized()).isEmpty();
    assertThat(bastion.portal.vouched()).isEmpty();
    assertThat(bastion.backend.shown()).hasSize(1);
  }

  @Test
  @DisplayName("the id of the session is the same in token, audit and recording")
  void sessionId_isEverywhereTheSame() throws Exception {
    var _ = deployOnWeb();

    String sid = bastion.portal.vouched().getFirst().sid();
    assertThat(bastion.audit.events(AuditEvent.HopStarted.class).getFirst().recording())
        .isEqualTo(sid + "-1");
    assertThat(bastion.recordings().resolve(sid + "-1")).isDirectory();
  }

  @Test
  void everyHop_hasItsOwnTokenAndKey() throws Exception {
    ClientSession outer = ansible();
    var _ = client.jump(outer, "deploy", "web-01", 22);
    var _ = client.jump(outer, "deploy", "web-01", 22);

    assertThat(bastion.portal.vouched()).hasSize(2);
    assertThat(bastion.portal.vouched().get(0).thumbprint())
        .isNotEqualTo(bastion.portal.vouched().get(1).thumbprint());
    assertThat(bastion.audit.events(AuditEvent.HopStarted.class))
        .extracting(AuditEvent.HopStarted::hop)
        .containsExactly(1, 2);
  }

  @Test
  @DisplayName("N44 a target that is unknown and one that is forbidden are told in the same words")
  void unknownAndForbidden_areToldInTheSameWords() throws Exception {
    bastion
        .policy(Rules.policy(Rules.rule("ops", "web-*", "deploy")))
        .target(bastion.backend.target("db-01"));
    ClientSession outer = ansible();

    String unknown = refusal(outer, "deploy", "no-such-host");
    String forbidden = refusal(outer, "deploy", "db-01");
    String login = refusal(outer, "root", "web-01");

    assertThat(unknown).contains("sallyport: deploy@no-such-host: " + NOT_ALLOWED);
    assertThat(forbidden).isEqualTo(unknown.replace("no-such-host", "db-01"));
    assertThat(login).isEqualTo(unknown.replace("deploy@no-such-host", "root@web-01"));
    assertThat(bastion.audit.events(AuditEvent.AccessDecision.class))
        .extracting(AuditEvent.AccessDecision::reason)
        .containsExactly("there is no such target", "no rule allows it", "no rule allows it");
    assertThat(bastion.portal.authorized()).isEmpty();
    assertThat(bastion.backend.shown()).isEmpty();
  }

  @Test
  void targetThatNobodyMayReach_isNotEvenConnectedTo() throws Exception {
    bastion.policy(Rules.policy(Rules.rule("ops", "db-*", "deploy")));

    var _ = refusal(ansible(), "deploy", "web-01");

    assertThat(bastion.backend.connections()).isZero();
  }

  @Test
  @DisplayName("N13 a login that is no name is refused, and not audited as it was typed")
  void loginThatIsNoName_isRefused() throws Exception {
    var _ = refusal(ansible(), "-oProxyCommand=x", "web-01");

    assertThat(bastion.audit.events().toString())
        .contains("(not a user name)")
        .doesNotContain("ProxyCommand");
  }

  @Test
  void portalThatSaysNo_isNotAllowed() throws Exception {
    bastion.portal.authorizes(_ -> new PortalAnswer.Refused<>("denied by rule"));

    assertThat(refusal(ansible(), "deploy", "web-01")).contains(NOT_ALLOWED);
    assertThat(bastion.audit.events(AuditEvent.AccessDecision.class))
        .containsExactly(
            new AuditEvent.AccessDecision(
                1, "ansible", "web-01", "deploy", "refused", "portal", "denied by rule"));
    assertThat(bastion.portal.vouched()).isEmpty();
  }

  @Test
  void portalThatIsDown_isNoNo() throws Exception {
    ClientSession outer = ansible();
    bastion.portal.goDown();

    assertThat(refusal(outer, "deploy", "web-01"))
        .contains("nobody can say right now whether this is allowed; try again later");
    assertThat(bastion.audit.events(AuditEvent.AccessDecision.class))
        .extracting(AuditEvent.AccessDecision::outcome)
        .containsExactly("unavailable");
  }

  @Test
  void portalThatDoesNotVouch_isNotAllowed() throws Exception {
    bastion.portal.vouches(_ -> new PortalAnswer.Refused<>("never seen"));

    assertThat(refusal(ansible(), "deploy", "web-01")).contains(NOT_ALLOWED);
    assertThat(hopFailed()).isEqualTo("not vouched for: never seen");
    assertThat(bastion.backend.shown()).isEmpty();
  }

  @Test
  @DisplayName("N29 a bastion token about another host never leaves the bastion")
  void tokenAboutAnotherHost_isNotShown() throws Exception {
    bastion.portal.vouches(request ->
        new PortalAnswer.Given<>(
            Tokens.answering(request, claims -> claims.put("target_host", "db-01"))));

    assertThat(refusal(ansible(), "deploy", "web-01")).contains("nobody can say right now");
    assertThat(bastion.backend.shown()).isEmpty();
  }

  @Test
  void backendThatIsNotThere_cannotBeReached() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    bastion.target(new Target("web-02", 22, new Address("127.0.0.1", port), "default"));

    assertThat(refusal(ansible(), "deploy", "web-02"))
        .contains("the host cannot be reached right now");
    assertThat(hopFailed()).startsWith("web-02 cannot be reached: ");
  }

  @Test
  @DisplayName(
      "N22 a backend whose key is not written down is refused; the key is in the audit only")
  void backendWithAnUnknownKey_isRefused() throws Exception {
    bastion.target(bastion.backend.target("web-02"));

    assertThat(refusal(ansible(), "deploy", "web-02"))
        .contains("the host's identity could not be confirmed")
        .doesNotContain("SHA256:");
    assertThat(hopFailed()).contains("SHA256:").endsWith("known_hosts has no key of it");
    assertThat(bastion.backend.shown()).isEmpty();
  }

  @Test
  void backendWithAnotherKey_isRefused() throws Exception {
    Files.writeString(
        bastion.knownHosts(),
        "web-01 " + PublicKeyEntry.toString(Ed25519.fresh().getPublic()) + "\n");

    assertThat(refusal(ansible(), "deploy", "web-01"))
        .contains("the host's identity could not be confirmed");
    assertThat(hopFailed()).contains("SHA256:").endsWith("known_hosts has another one");
  }

  @Test
  void backendThatDoesNotTakeTheCertificate_didNotAcceptTheLogin() throws Exception {
    bastion.backend.letNobodyIn();

    assertThat(refusal(ansible(), "deploy", "web-01"))
        .contains("the host did not accept the login");
    assertThat(hopFailed()).startsWith("web-01 did not let deploy in");
    assertThat(bastion.recordings()).doesNotExist();
  }

  @Test
  @DisplayName("N33 exec is refused where the rule allows a shell only")
  void kindThatTheRuleDoesNotAllow_isRefused_andTheOthersGoOn()
      throws IOException, InterruptedException {
    bastion.policy(Rules.policy(Rules.rule("ops", "*", "deploy", ChannelKind.SHELL)));
    ClientSession web = deployOnWeb();

    startRefused(web.createExecChannel("echo hello"), "exec");
    startRefused(web.createSubsystemChannel("greeting"), "subsystem");
    assertThat(Run.of(web.createShellChannel(), "typed").stdout()).contains("typed");
    assertThat(bastion.audit.events(AuditEvent.Channel.class))
        .containsExactly(
            new AuditEvent.Channel(1, 1, "exec", Optional.of("echo hello"), "refused", "ops-on-*"),
            new AuditEvent.Channel(
                1, 2, "subsystem", Optional.of("greeting"), "refused", "ops-on-*"),
            new AuditEvent.Channel(1, 3, "shell", Optional.empty(), "started", "ops-on-*"));
  }

  private String hopFailed() {
    return bastion.audit.events(AuditEvent.HopFailed.class).getFirst().reason();
  }

  /** The words for the client about this destination, without the session's id. */
  private String refusal(ClientSession outer, String login, String host) {
    assertThatThrownBy(() -> client.jump(outer, login, host, 22)).isInstanceOf(IOException.class);
    return client.told().stream()
        .filter(words -> words.contains(login + "@" + host))
        .map(words -> words.strip().replaceAll("\\(session [0-9a-f]{26}\\)", ""))
        .distinct()
        .collect(Collectors.joining());
  }

  private void startRefused(ChannelSession channel, String kind)
      throws IOException, InterruptedException {
    var _ = channel.open();
    var refused = bastion.audit.await(AuditEvent.Channel.class, event -> event.kind().equals(kind));
    assertThat(refused.outcome()).isEqualTo("refused");
    var _ = channel.close(true).await();
  }
}
