package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.Recordings;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.Tokens;
import io.sallyport.bastion.testing.WithGate;
import io.sallyport.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way to a target that lies behind another one: who is asked, who is shown what, who says no.
 */
final class PassageThroughGateTest extends WithGate {

  private static final String UNREACHABLE = "the host cannot be reached right now";

  PassageThroughGateTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void everyBackendOnTheWay_isShownACredentialOfItsOwn() throws IOException {
    ClientSession session = deployOnDb();

    assertThat(Run.exec(session, "echo hello").stdout()).isEqualTo("hello\n");
    assertThat(gate.shown().getFirst().principals()).containsExactly("jump");
    assertThat(gate.shown().getFirst().rights().permits())
        .isEqualTo(Set.of("permit-port-forwarding"));
    assertThat(db.shown().getFirst().principals()).containsExactly("deploy");
    List<BastionTokenRequest> vouched = bastion.portal.vouched();
    assertThat(vouched)
        .extracting(BastionTokenRequest::targetHost)
        .containsExactly("gate-01", "db-01");
    assertThat(vouched)
        .extracting(BastionTokenRequest::targetLogin)
        .containsExactly("jump", "deploy");
    assertThat(vouched).extracting(BastionTokenRequest::user).containsOnly("ansible");
    assertThat(vouched).extracting(BastionTokenRequest::sid).containsOnly(vouched.get(0).sid());
    assertThat(vouched.get(0).thumbprint()).isNotEqualTo(vouched.get(1).thumbprint());
  }

  @Test
  void way_isInTheAuditAndInTheRecording_andTheClientIsToldNothingOfIt()
      throws IOException, InterruptedException {
    ClientSession session = deployOnDb();

    var started = bastion.audit.await(AuditEvent.HopStarted.class);
    assertThat(started.target()).isEqualTo("db-01");
    assertThat(started.via()).containsExactly("jump@gate-01");
    assertThat(started.vouchedBy().jti().orElseThrow())
        .endsWith(bastion.portal.vouched().getLast().thumbprint());
    session.close(true).await();
    assertThat(Files.readString(Recordings.theOnlyOne(bastion.recordings()).resolve("hop.jsonl")))
        .contains("\"via\":[\"jump@gate-01\"]");
    assertThat(client.told().toString()).doesNotContain("gate-01");
  }

  @Test
  void portalAndPolicy_decideAboutTheTargetOnly() throws IOException {
    bastion.policy(Rules.policy(Rules.rule("ops", "db-*", "deploy")));

    var _ = deployOnDb();

    assertThat(bastion.portal.authorized()).containsExactly("ansible db-01");
  }

  @Test
  @DisplayName("N33 who goes through a gate has no right on the gate")
  void gateItself_isRefused_toWhoMayGoThroughItOnly() throws IOException {
    bastion.policy(Rules.policy(Rules.rule("ops", "db-*", "deploy")));
    ClientSession outer = ansible();

    for (String login : List.of("deploy", "jump")) {
      assertThatThrownBy(() -> client.jump(outer, login, "gate-01", 22))
          .isInstanceOf(IOException.class);
    }

    assertThat(client.told().toString()).contains("not allowed, or no such host or login");
    assertThat(gate.connections()).isZero();
  }

  @Test
  void gate_isNotConnectedTo_forATargetThatNobodyMayReach() throws IOException {
    bastion.policy(Rules.policy(Rules.rule("ops", "gate-*", "deploy")));

    assertThatThrownBy(this::deployOnDb).isInstanceOf(IOException.class);

    assertThat(gate.connections()).isZero();
    assertThat(bastion.portal.vouched()).isEmpty();
  }

  @Test
  void gate_isShownNothing_untilTheTargetIsVouchedForToo() throws IOException {
    bastion.portal.vouches(request ->
        request.targetHost().equals("db-01")
            ? new PortalAnswer.Refused<>("never seen")
            : new PortalAnswer.Given<>(Tokens.answering(request)));

    assertThatThrownBy(this::deployOnDb).isInstanceOf(IOException.class);

    assertThat(hopFailed()).isEqualTo("not vouched for: never seen");
    assertThat(gate.shown()).isEmpty();
    gate.awaitNobody();
    assertThat(db.connections()).isZero();
  }

  @Test
  void gateThatIsNotVouchedFor_isNamedInTheAudit() throws IOException {
    bastion.portal.vouches(_ -> new PortalAnswer.Refused<>("never seen"));
    assertThatThrownBy(this::deployOnDb).isInstanceOf(IOException.class);

    assertThat(hopFailed()).isEqualTo("not vouched for: jump@gate-01: never seen");
    assertThat(client.told().toString()).doesNotContain("gate-01");
  }

  @Test
  void outageOfThePortalOnTheWay_isNoNo() throws IOException {
    bastion.portal.vouches(_ -> new PortalAnswer.Unavailable<>("down"));
    assertThatThrownBy(this::deployOnDb).isInstanceOf(IOException.class);

    assertThat(hopFailed()).isEqualTo("not vouched for: jump@gate-01: down");
    assertThat(client.told().toString()).contains("nobody can say right now");
  }

  @Test
  void gateThatLetsNobodyIn_isNamedInTheAudit_andTheClientIsToldNothingOfIt() throws IOException {
    gate.letNobodyIn();

    assertUnreachable("gate-01 did not let jump in: ");

    gate.awaitNobody();
    assertThat(db.connections()).isZero();
  }

  @Test
  void targetThatLetsNobodyIn_isToldAsEver_andTheGateIsLeft() throws IOException {
    db.letNobodyIn();
    assertThatThrownBy(this::deployOnDb).isInstanceOf(IOException.class);

    assertThat(client.told().toString()).contains("the host did not accept the login");
    assertThat(hopFailed()).startsWith("db-01 did not let deploy in: ");
    gate.awaitNobody();
  }

  @Test
  @DisplayName("N22 a gate whose key is not written down is not gone through")
  void gateWithAnUnknownKey_isRefused() throws IOException {
    Files.writeString(bastion.knownHosts(), db.knownAs("db-01"));

    assertUnreachable("gate-01 showed ");

    assertThat(gate.shown()).isEmpty();
  }

  @Test
  @DisplayName("N22 the host key of a gate is not that of the target behind it")
  void targetThatShowsTheGatesKey_isRefused() throws IOException {
    bastion.target(behindGate("db-02", gate.address()));
    known(db, "db-02");
    ClientSession outer = ansible();

    assertThatThrownBy(() -> client.jump(outer, "deploy", "db-02", 22))
        .isInstanceOf(IOException.class);

    assertThat(client.told().toString()).contains("the host's identity could not be confirmed");
    assertThat(hopFailed()).startsWith("db-02 showed ").endsWith("known_hosts has another one");
    assertThat(gate.shown()).as("only the credential of the link").hasSize(1);
    gate.awaitNobody();
  }

  @Test
  void targetThatTheGateDoesNotReach_cannotBeReached_andTheGateIsLeft() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    bastion.target(behindGate("db-02", new Address("127.0.0.1", nobody)));
    ClientSession outer = ansible();

    assertThatThrownBy(() -> client.jump(outer, "deploy", "db-02", 22))
        .isInstanceOf(IOException.class);

    assertThat(client.told().toString()).contains(UNREACHABLE).doesNotContain("gate-01");
    assertThat(hopFailed()).startsWith("db-02 cannot be reached: ");
    gate.awaitNobody();
  }

  @Test
  void fourGatesOneBehindTheOther_areGoneThrough() throws IOException {
    Target last = gate.target("gate-01");
    for (String name : List.of("gate-02", "gate-03", "gate-04")) {
      last = behind(last, name, gate.address());
      known(gate, name);
    }
    bastion.target(behind(last, "db-04", db.address()));
    known(db, "db-04");

    ClientSession session = client.jump(ansible(), "deploy", "db-04", 22);

    assertThat(Run.exec(session, "echo hello").stdout()).isEqualTo("hello\n");
    assertThat(gate.shown()).hasSize(4);
    assertThat(bastion.audit.events(AuditEvent.HopStarted.class).getFirst().via())
        .containsExactly("jump@gate-01", "jump@gate-02", "jump@gate-03", "jump@gate-04");
    assertThat(bastion.portal.vouched())
        .extracting(BastionTokenRequest::thumbprint)
        .doesNotHaveDuplicates();
    var _ = session.close(false);
    gate.awaitNobody();
    db.awaitNobody();
  }

  @Test
  void clientThatLeavesOnTheWay_isTakenNoFurther() throws IOException, InterruptedException {
    ClientSession outer =
        client.connect(bastion.start(), "ansible@deploy@db-01", UserAuthPublicKeyFactory.INSTANCE);
    gate.whenAsked(_ -> {
      var _ = outer.close(true);
      while (bastion.timers.pending() > 0) {
        Thread.onSpinWait();
      }
    });

    outer.addPublicKeyIdentity(bastion.ansibleKey);
    var _ = outer.auth();

    assertThat(bastion.audit.await(AuditEvent.HopFailed.class).reason())
        .isEqualTo("db-01 cannot be reached: nobody waits for it any more");
    gate.awaitNobody();
    assertThat(db.connections()).isZero();
  }

  private void assertUnreachable(String reason) throws IOException {
    assertThatThrownBy(this::deployOnDb).isInstanceOf(IOException.class);
    assertThat(hopFailed()).startsWith(reason);
    assertThat(client.told().toString())
        .contains("sallyport: deploy@db-01: " + UNREACHABLE)
        .doesNotContain("gate-01");
  }

  private String hopFailed() {
    return bastion.audit.events(AuditEvent.HopFailed.class).getFirst().reason();
  }
}
