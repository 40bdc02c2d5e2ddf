package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.offline.OfflinePolicy;
import io.sallyport.bastion.offline.OutageRules;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import io.sallyport.token.HopCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going on while the portal is down, by what it has said before. */
final class OfflineHopTest extends WithBastion {

  private static final Duration MAX = Duration.ofHours(8);
  private static final Duration MOMENT = Duration.ofSeconds(30);

  private final KeyPair key = Ed25519.fresh();
  private final Path state;

  OfflineHopTest(@TempDir Path folder) throws IOException {
    super(folder);
    this.state = folder.resolve("state");
    bastion
        .outageRules(rules(MAX))
        .withoutKeepAlive()
        .policy(Rules.policy(Rules.rule("ops", "*", "deploy"), Rules.rule("ops", "*", "other")));
  }

  private static OutageRules rules(Duration max) {
    return new OutageRules(
        Optional.of(new OfflinePolicy(max, Set.of())), Optional.empty(), Set.of("admins"));
  }

  @BeforeEach
  void portalKnowsHer() {
    describes("ops");
  }

  private void describes(String... groups) {
    bastion.portal.describes(
        user -> new PortalAnswer.Given<>(new Portal.Person(user, List.of(groups))));
  }

  @Test
  void personWithABoundKey_goesWhereTheyHaveBeen_byAnEarlierToken() throws Exception {
    Address door = bastion.start();
    beThere(door);
    bastion.portal.goDown();

    ClientSession web = client.jump(client.loginByKey(door, "alice", key), "deploy", "web-01", 22);

    assertThat(Run.exec(web, "echo in").stdout()).isEqualTo("in\n");
    HopCertificate first = bastion.backend.shown().getFirst();
    HopCertificate shown = bastion.backend.shown().getLast();
    assertThat(first.offlineSession()).isEmpty();
    assertThat(shown.offlineSession()).isPresent();
    assertThat(shown.token()).isEqualTo(first.token());
    assertThat(shown.key()).isNotEqualTo(first.key());
    assertThat(bastion.audit.events(AuditEvent.HopStarted.class))
        .extracting(event -> event.vouchedBy().offline())
        .containsExactly(Optional.empty(), Optional.of(true));
  }

  @Test
  void nobodyGoesOn_whereTheConfigurationDoesNotSaySo() throws Exception {
    bastion.outageRules(new OutageRules(Optional.empty(), Optional.empty(), Set.of()));
    Address door = bastion.start();
    beThere(door);
    bastion.portal.goDown();

    assertUndecided(door, "deploy");
  }

  @Test
  void nobodyGoesWhereTheyHaveNotBeen() throws Exception {
    Address door = bastion.start();
    beThere(door);
    bastion.portal.goDown();

    assertUndecided(door, "other");
  }

  @Test
  void memberOfAHighRiskGroup_doesNotGoOn() throws Exception {
    describes("ops", "admins");
    Address door = bastion.start();
    bastion.portal.knows("token", "alice", "ops", "admins");
    ClientSession outer = client.loginByKeyAndToken(door, "alice", key, "token");
    client.jump(outer, "deploy", "web-01", 22).close(true);
    bastion.portal.goDown();

    assertUndecided(door, "deploy");
  }

  @Test
  void policyOfTheBastion_stillDecides() throws Exception {
    Address door = bastion.start();
    beThere(door);
    bastion.stop();
    bastion.policy(Rules.policy(Rules.rule("dev", "*", "deploy")));
    door = bastion.start();
    bastion.portal.goDown();
    ClientSession outer = client.loginByKey(door, "alice", key);

    assertThatThrownBy(() -> client.jump(outer, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
    assertThat(client.told()).anyMatch(words -> words.contains("not allowed"));
  }

  @Test
  void whatThePortalHasSaid_countsAfterARestart() throws Exception {
    beThere(bastion.start());
    bastion.stop();
    bastion.portal.goDown();
    ClientSession outer = client.loginByKey(bastion.start(), "alice", key);

    assertThat(client.jump(outer, "deploy", "web-01", 22).isAuthenticated()).isTrue();
  }

  @Test
  void portalThatSaysNo_isNotDown() throws Exception {
    Address door = bastion.start();
    beThere(door);
    bastion.portal.describes(_ -> new PortalAnswer.Unavailable<>("it answers with HTML", false));

    assertUndecided(door, "deploy");
  }

  @Test
  void wrongAnswerToAnyQuestion_isNotAnOutage() throws IOException {
    Address door = bastion.start();
    beThere(door);
    bastion.portal.vouches(_ -> new PortalAnswer.Unavailable<>("HTML", false));
    assertUndecided(door, "deploy");
    bastion.portal.authorizes(_ -> new PortalAnswer.Unavailable<>("HTML", false));
    assertUndecided(door, "deploy");
  }

  @Test
  void eachAnswer_mayBeTheOneThatIsMissing() throws Exception {
    Address door = bastion.start();
    beThere(door);
    bastion.portal.vouches(_ -> new PortalAnswer.Unavailable<>("down"));
    var _ = client.jump(client.loginByKey(door, "alice", key), "deploy", "web-01", 22);
    bastion.portal.authorizes(_ -> new PortalAnswer.Unavailable<>("down"));
    var _ = client.jump(client.loginByKey(door, "alice", key), "deploy", "web-01", 22);

    assertThat(bastion.backend.shown().getLast().offlineSession()).isPresent();
  }

  @Test
  void rightThatThePortalHasRefusedSince_isNoRight() throws Exception {
    Address door = bastion.start();
    beThere(door);
    bastion.portal.authorizes(_ -> new PortalAnswer.Refused<>("Access denied by rule"));
    ClientSession outer = client.loginByKey(door, "alice", key);
    assertThatThrownBy(() -> client.jump(outer, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
    bastion.portal.goDown();

    assertUndecided(door, "deploy");
  }

  @Test
  void tokenThatThePortalHasRefusedSince_isForgotten() throws IOException {
    Address door = bastion.start();
    beThere(door);
    bastion.portal.vouches(_ -> new PortalAnswer.Refused<>("was not seen lately"));
    ClientSession outer = client.loginByKey(door, "alice", key);
    assertThatThrownBy(() -> client.jump(outer, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
    bastion.portal.goDown();

    assertUndecided(door, "deploy");
  }

  @Test
  void portalMaySay_thatItsWordEndsWithIt() throws IOException {
    bastion.portal.limitsOffline(Duration.ZERO);
    Address door = bastion.start();
    beThere(door).close(true);
    beThere(door);
    bastion.portal.goDown();

    assertUndecided(door, "deploy");
  }

  @Test
  void limit_isThatOfTheConfiguration() throws Exception {
    bastion.clock.advance(MAX.minus(MOMENT).negated()); // the backend's clock is the real one
    Address door = bastion.start();
    beThere(door);
    bastion.portal.goDown();
    bastion.clock.advance(MAX.minus(MOMENT));
    var _ = client.jump(client.loginByKey(door, "alice", key), "deploy", "web-01", 22);

    bastion.clock.advance(MOMENT);
    assertUndecided(door, "deploy");
  }

  @Test
  void lobby_showsWhatTheyMayReach() throws Exception {
    Address door = bastion.start();
    beThere(door);
    bastion.portal.goDown();

    assertThat(Run.exec(client.loginByKey(door, "alice", key), "targets").stdout())
        .contains("deploy@web-01");
  }

  @Test
  void hopThatBeganOffline_endsWithTheLimit_andOneThatBeganBeforeGoesOn() throws Exception {
    bastion.clock.advance(MAX.minus(Duration.ofMinutes(4)).negated());
    Address door = bastion.start();
    ClientSession before = beThere(door);
    bastion.clock.advance(MAX.minus(Duration.ofMinutes(4)));
    bastion.portal.goDown();
    ClientSession offline =
        client.jump(client.loginByKey(door, "alice", key), "deploy", "web-01", 22);
    pass(Duration.ofMinutes(5));

    TestClient.awaitEnd(offline);
    assertThat(client.told()).anyMatch(words -> words.contains("you may not be there any more"));
    assertThat(Run.exec(before, "echo still").stdout()).isEqualTo("still\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void hopThatBeganOffline_endsWhenTheOperatorSaysSo(boolean person) throws Exception {
    Address door = bastion.start();
    beThere(door).close(true);
    client.jump(ansible(door), "deploy", "web-01", 22).close(true);
    bastion.portal.goDown();
    ClientSession outer = person ? client.loginByKey(door, "alice", key) : ansible(door);
    ClientSession offline = client.jump(outer, "deploy", "web-01", 22);
    Files.createFile(state.resolve("force-online"));
    pass(Duration.ofMinutes(5));

    TestClient.awaitEnd(offline);
  }

  @Test
  void hopThatThePortalHasAllowedSince_isNotEndedByTheNextOutage() throws Exception {
    Address door = bastion.start();
    beThere(door).close(true);
    bastion.portal.goDown();
    ClientSession web = client.jump(client.loginByKey(door, "alice", key), "deploy", "web-01", 22);
    int timers = bastion.timers.pending();
    bastion.portal.comeBack();
    pass(Duration.ofMinutes(5));
    awaitTimers(timers);
    bastion.portal.goDown();
    Files.createFile(state.resolve("force-online"));
    pass(Duration.ofMinutes(5));
    awaitTimers(timers);

    assertThat(Run.exec(web, "echo still").stdout()).isEqualTo("still\n");
  }

  private void pass(Duration time) {
    bastion.clock.advance(time);
    bastion.timers.pass(time);
  }

  /** The next check is due when this one is over. */
  private void awaitTimers(int timers) {
    while (bastion.timers.pending() < timers) {
      Thread.onSpinWait();
    }
  }

  @Test
  void serviceAccount_goesOnLikeAPerson_andIsNotMistakenForOne() throws Exception {
    Address door = bastion.start();
    client.jump(ansible(door), "deploy", "web-01", 22).close(true);
    bastion.portal.goDown();

    assertThat(client.jump(ansible(door), "deploy", "web-01", 22).isAuthenticated()).isTrue();
    assertThat(bastion.offline().cache().all())
        .extracting(it -> it.name())
        .containsExactly("service account ansible");
  }

  /** Binds the key by a token, and goes to web-01. */
  private ClientSession beThere(Address door) throws IOException {
    bastion.portal.knows("token", "alice", "ops");
    ClientSession outer = client.loginByKeyAndToken(door, "alice", key, "token");
    return client.jump(outer, "deploy", "web-01", 22);
  }

  private void assertUndecided(Address door, String login) throws IOException {
    int connections = bastion.backend.shown().size();
    ClientSession outer = client.loginByKey(door, "alice", key);

    assertThatThrownBy(() -> client.jump(outer, login, "web-01", 22))
        .isInstanceOf(IOException.class);
    assertThat(client.told()).anyMatch(words -> words.contains("nobody can say right now"));
    assertThat(bastion.backend.shown()).hasSize(connections);
  }
}
