package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.offline.OfflinePolicy;
import io.sallyport.bastion.offline.OutageRules;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.WithGate;
import io.sallyport.config.Address;
import io.sallyport.token.HopCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are announced where accounts are made for them, before they come themselves. */
final class IntroductionTest extends WithGate {

  private static final String ACCOUNT = "sallyport-people";

  private int logins;

  IntroductionTest(@TempDir Path folder) {
    super(folder);
    known(bastion.backend, "new-01");
    bastion
        .target(bastion.backend.target("new-01").provisioning())
        .target(behindGate("new-02", db.address()).provisioning())
        .policy(Rules.policy(Rules.rule("ops", "*", "{name}")));
    known(db, "new-02");
  }

  @Test
  void person_isAnnouncedFirst_byATokenAndAKeyOfItsOwn() throws Exception {
    ClientSession hop = come(bastion.start(), "new-01");

    assertThat(Run.exec(hop, "echo in").stdout()).isEqualTo("in\n");
    List<HopCertificate> shown = bastion.backend.shown();
    assertThat(shown)
        .extracting(HopCertificate::principals)
        .containsExactly(List.of(ACCOUNT), List.of("alice"));
    assertThat(shown.get(0).rights().permits()).isEmpty();
    assertThat(shown.get(0).key()).isNotEqualTo(shown.get(1).key());
    assertThat(bastion.portal.vouched())
        .hasSize(2)
        .extracting(BastionTokenRequest::targetLogin)
        .containsOnly("alice");
    assertThat(bastion.portal.vouched().stream().map(BastionTokenRequest::sid).distinct())
        .as("both belong to the one session")
        .hasSize(1);
    assertThat(bastion.audit.events(AuditEvent.Introduced.class)).hasSize(1);
    assertThat(bastion.audit.events(AuditEvent.HopStarted.class)).hasSize(1);
  }

  @Test
  void whoWasAnnounced_isNotAnnouncedAgain_forHalfADay() throws Exception {
    Address door = bastion.start();
    var _ = come(door, "new-01");
    var _ = come(door, "new-01");
    assertThat(announcements()).isEqualTo(1);

    bastion.clock.advance(Duration.ofHours(12));
    var _ = come(door, "new-01");
    assertThat(announcements()).isEqualTo(2);
  }

  @Test
  void backendThatMakesNoAccount_keepsThemOut_andTheClientIsToldNothingOfIt() throws Exception {
    bastion.backend.whenAnnounced("both");

    assertThatThrownBy(() -> come(bastion.start(), "new-01")).isInstanceOf(IOException.class);

    assertThat(client.told().toString())
        .contains("alice@new-01: the host did not accept the login")
        .doesNotContain(ACCOUNT, "err");
    assertThat(bastion.audit.events(AuditEvent.HopFailed.class))
        .extracting(AuditEvent.HopFailed::reason)
        .containsExactly("the announcement of alice to new-01: err");
    assertThat(bastion.backend.shown()).hasSize(1);
    assertThat(bastion.recordings()).doesNotExist();
  }

  @Test
  void whoWasNotMade_isAnnouncedAtTheNextTry() throws Exception {
    Address door = bastion.start();
    bastion.backend.whenAnnounced("both");
    assertThatThrownBy(() -> come(door, "new-01")).isInstanceOf(IOException.class);

    bastion.backend.whenAnnounced("echo known");
    var _ = come(door, "new-01");
    assertThat(announcements()).isEqualTo(2);
  }

  @Test
  void othersGoOn_whileABackendDoesNotAnswerAnAnnouncement() throws Exception {
    Address door = bastion.start();
    bastion.backend.whenAnnounced("hang");
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = come(door, "new-01");
              } catch (IOException _) {
                // It is never answered.
              }
            });
    while (announcements() == 0) {
      Thread.onSpinWait();
    }

    assertThat(Run.exec(come(door, "web-01"), "echo in").stdout()).isEqualTo("in\n");
    waiting.interrupt();
  }

  @Test
  void targetBehindOthers_isToldThroughThem() throws Exception {
    var _ = come(bastion.start(), "new-02");

    assertThat(db.shown())
        .extracting(HopCertificate::principals)
        .containsExactly(List.of(ACCOUNT), List.of("alice"));
    assertThat(gate.shown())
        .extracting(HopCertificate::principals)
        .containsOnly(List.of("jump"))
        .hasSize(2);
  }

  @Test
  void targetThatMakesNoAccounts_isToldNothing() throws Exception {
    var _ = come(bastion.start(), "web-01");

    assertThat(announcements()).isZero();
    assertThat(bastion.portal.vouched()).hasSize(1);
  }

  @Test
  void whileThePortalIsDown_nobodyIsAnnounced_andWhoIsKnownComesIn() throws Exception {
    KeyPair key = Ed25519.fresh();
    bastion
        .outageRules(
            new OutageRules(
                Optional.of(new OfflinePolicy(Duration.ofHours(14), Set.of())),
                Optional.empty(),
                Set.of("admins")))
        .withoutKeepAlive();
    bastion.portal.describes(
        user -> new PortalAnswer.Given<>(new Portal.Person(user, List.of("ops"))));
    bastion.portal.knows("token", "alice", "ops");
    Address door = bastion.start();
    ClientSession first = client.loginByKeyAndToken(door, "alice", key, "token");
    var _ = client.jump(first, "alice", "new-01", 22);
    assertThat(announcements()).isEqualTo(1);
    bastion.backend.whenAnnounced("both");
    bastion.portal.describes(
        user -> new PortalAnswer.Given<>(new Portal.Person(user, List.of("ops"))));
    bastion.stop();
    Address again = bastion.start(); // which has forgotten whom it has announced
    bastion.portal.goDown();

    ClientSession second = client.loginByKey(again, "alice", key);
    ClientSession hop = client.jump(second, "alice", "new-01", 22);

    assertThat(Run.exec(hop, "echo in").stdout()).isEqualTo("in\n");
    assertThat(announcements()).isEqualTo(1);
  }

  private long announcements() {
    return bastion.backend.shown().stream()
        .filter(certificate -> certificate.principals().contains(ACCOUNT))
        .count();
  }

  private ClientSession come(Address door, String target) throws IOException {
    String token = "token-" + logins++;
    bastion.portal.knows(token, "alice", "ops");
    return client.jump(client.loginByToken(door, "alice", token), "alice", target, 22);
  }
}
