package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent.AccessDecision;
import io.sallyport.bastion.audit.AuditEvent.HopEnded;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithBastion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session goes on as long as its right does. */
final class RecheckTest extends WithBastion {

  private static final Duration INTERVAL = Duration.ofMinutes(5);

  private final Semaphore asked = new Semaphore(0);
  private int timers;

  RecheckTest(@TempDir Path folder) {
    super(folder);
    bastion.withoutKeepAlive();
  }

  @BeforeEach
  void portalKnowsHer() {
    bastion.portal.knows("token", "alice", "ops");
    describes(new PortalAnswer.Given<>(new Portal.Person("alice", List.of("ops"))));
  }

  @Test
  void personWhoIsStillThere_isAskedAboutAgainAndAgain_andGoesOn()
      throws IOException, InterruptedException {
    ClientSession web = alice();
    for (int i = 0; i < 3; i++) {
      pass(INTERVAL);
      awaitQuestion();
      awaitNextTimer();
    }
    assertThat(Run.exec(web, "echo still").stdout()).isEqualTo("still\n");
    assertThat(bastion.audit.events(AccessDecision.class))
        .extracting(AccessDecision::outcome)
        .containsExactly("granted");
  }

  @Test
  void nobodyIsAskedAbout_beforeFiveMinutesHavePassed() throws IOException {
    var _ = alice();
    pass(INTERVAL.minusMillis(1));

    assertThat(bastion.portal.described()).isEmpty();
    assertThat(bastion.portal.authorized()).containsExactly("alice web-01");
  }

  @Test
  void memberOfAHighRiskGroup_isAskedAboutEachMinute() throws IOException, InterruptedException {
    bastion.portal.knows("risky", "alice", "ops", "admins");
    describes(new PortalAnswer.Given<>(new Portal.Person("alice", List.of("ops", "admins"))));
    ClientSession outer = client.loginByToken(bastion.start(), "alice", "risky");
    ClientSession web = client.jump(outer, "deploy", "web-01", 22);
    timers = bastion.timers.pending();
    pass(Duration.ofMinutes(1).minusMillis(1));
    assertThat(bastion.portal.described()).isEmpty();
    pass(Duration.ofMillis(1));
    awaitQuestion();
    awaitNextTimer();
    pass(Duration.ofMinutes(1));
    awaitQuestion();

    assertThat(Run.exec(web, "echo still").stdout()).isEqualTo("still\n");
  }

  @Test
  void personWhoIsGone_isCut_andTold() throws IOException, InterruptedException {
    ClientSession web = alice();
    describes(new PortalAnswer.Refused<>("there is nobody of this name"));
    pass(INTERVAL);

    assertCut(web, "there is nobody of this name");
  }

  @Test
  void personWhoHasLeftTheGroup_isCut() throws IOException, InterruptedException {
    ClientSession web = alice();
    describes(new PortalAnswer.Given<>(new Portal.Person("alice", List.of("interns"))));
    pass(INTERVAL);

    assertCut(web, "");
  }

  @Test
  void personWhoseRightThePortalHasWithdrawn_isCut() throws IOException, InterruptedException {
    ClientSession web = alice();
    bastion.portal.authorizes(_ -> new PortalAnswer.Refused<>("Access denied by rule"));
    pass(INTERVAL);

    assertCut(web, "Access denied by rule");
  }

  @Test
  void serviceAccount_isAskedAboutAsWell_butNotWhoItIs() throws IOException, InterruptedException {
    ClientSession web = deployOnWeb();
    bastion.portal.authorizes(_ -> new PortalAnswer.Refused<>("Access denied by rule"));
    pass(INTERVAL);

    assertCut(web, "Access denied by rule");
    assertThat(bastion.portal.described()).isEmpty();
  }

  @Test
  void portalThatIsDown_cutsNobody() throws IOException, InterruptedException {
    ClientSession web = alice();
    describes(new PortalAnswer.Unavailable<>("down"));
    pass(INTERVAL);
    awaitQuestion();
    awaitNextTimer();

    assertThat(Run.exec(web, "echo still").stdout()).isEqualTo("still\n");
  }

  @Test
  void sessionThatHasEnded_leavesNoTimerBehind() throws IOException, InterruptedException {
    ClientSession outer = client.loginByToken(bastion.start(), "alice", "token");
    int before = bastion.timers.pending();
    client.jump(outer, "deploy", "web-01", 22).close(true);
    bastion.audit.await(HopEnded.class);

    while (bastion.timers.pending() > before) {
      Thread.onSpinWait();
    }
  }

  private void assertCut(ClientSession web, String reason) throws InterruptedException {
    var withdrawn =
        bastion.audit.await(
            AccessDecision.class, decision -> decision.outcome().equals("withdrawn"));
    assertThat(withdrawn.reason()).contains(reason);
    TestClient.awaitEnd(web);
    assertThat(client.told()).anyMatch(words -> words.contains("you may not be there any more"));
    assertThat(bastion.audit.await(HopEnded.class).reason()).contains("withdrawn");
  }

  private ClientSession alice() throws IOException {
    ClientSession outer = client.loginByToken(bastion.start(), "alice", "token");
    ClientSession web = client.jump(outer, "deploy", "web-01", 22);
    timers = bastion.timers.pending();
    return web;
  }

  private void pass(Duration time) {
    bastion.clock.advance(time);
    bastion.timers.pass(time);
  }

  private void describes(PortalAnswer<Portal.Person> answer) {
    bastion.portal.describes(_ -> {
      asked.release();
      return answer;
    });
  }

  private void awaitQuestion() throws InterruptedException {
    assertThat(asked.tryAcquire(15, TimeUnit.SECONDS)).isTrue();
  }

  /** The next check is due when this one is over. */
  private void awaitNextTimer() {
    while (bastion.timers.pending() < timers) {
      Thread.onSpinWait();
    }
  }
}
