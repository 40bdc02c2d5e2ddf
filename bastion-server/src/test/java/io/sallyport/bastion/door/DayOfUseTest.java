package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent.AccessDecision;
import io.sallyport.bastion.audit.AuditEvent.HopStarted;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.offline.OfflinePolicy;
import io.sallyport.bastion.offline.OutageRules;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alice's day, from the first login to her last, by a clock that is moved on. */
final class DayOfUseTest extends WithBastion {

  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final Duration MOMENT = Duration.ofSeconds(30);

  private final KeyPair laptop = Ed25519.fresh();
  private final KeyPair phone = Ed25519.fresh();
  private Address door = new Address("127.0.0.1", 0);
  private int tokens;

  DayOfUseTest(@TempDir Path folder) {
    super(folder);
    var policy = new OfflinePolicy(Duration.ofHours(8), Set.of());
    bastion
        .withoutKeepAlive()
        .outageRules(new OutageRules(Optional.of(policy), Optional.empty(), Set.of("admins")));
  }

  @Test
  void bind_revalidate_expire_revoke_goOnOffline_andBeCut()
      throws IOException, InterruptedException {
    bastion.clock.advance(Duration.ofHours(-14)); // so that it is now when the portal is down
    door = bastion.start();
    portalSays("ops");

    inTheMorning_aKeyAndATokenOnce_thenTheKeyAlone();
    beforeLunch_theGroupIsLost_andTheSessionIsCut();
    afterLunch_theGroupIsBack_andTheKeyIsStillBound();
    afterTwelveHours_theKeyIsNoLoginAnyMore_untilTheNextToken();
    onTheWayHome_thePhoneIsLost_andItsKeyRevoked();
    inTheEvening_thePortalIsDown_andTheDayGoesOn();
    atNight_theAccountIsClosed_andEverythingEnds();
  }

  private void inTheMorning_aKeyAndATokenOnce_thenTheKeyAlone() throws IOException {
    assertRefused(laptop);
    onWeb(bind(laptop)).close(true);
    onWeb(client.loginByKey(door, "alice", laptop)).close(true);
    assertThat(client.prompts()).containsExactly("Portal token: ");
  }

  private void beforeLunch_theGroupIsLost_andTheSessionIsCut()
      throws IOException, InterruptedException {
    bastion.clock.advance(Duration.ofHours(3));
    ClientSession web = onWeb(client.loginByKey(door, "alice", laptop));
    portalSays("interns");
    pass(INTERVAL);

    TestClient.awaitEnd(web);
    bastion.audit.await(AccessDecision.class, it -> it.outcome().equals("withdrawn"));
    ClientSession outer = client.loginByKey(door, "alice", laptop);
    assertThatThrownBy(() -> client.jump(outer, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
  }

  private void afterLunch_theGroupIsBack_andTheKeyIsStillBound() throws IOException {
    bastion.clock.advance(Duration.ofHours(2));
    portalSays("ops");
    onWeb(client.loginByKey(door, "alice", laptop)).close(true);
  }

  private void afterTwelveHours_theKeyIsNoLoginAnyMore_untilTheNextToken() throws IOException {
    bastion.clock.advance(Duration.ofHours(7).minus(INTERVAL).minus(MOMENT));
    onWeb(client.loginByKey(door, "alice", laptop)).close(true);
    bastion.clock.advance(MOMENT);
    assertRefused(laptop);
    onWeb(bind(laptop)).close(true);
  }

  private void onTheWayHome_thePhoneIsLost_andItsKeyRevoked() throws IOException {
    var _ = bind(phone);
    assertThat(client.loginByKey(door, "alice", phone).isAuthenticated()).isTrue();
    assertThat(
            bastion.boundKeys().revoke("alice", bastion.boundKeys().all().getLast().fingerprint()))
        .isEqualTo(1);
    assertRefused(phone);
    onWeb(client.loginByKey(door, "alice", laptop)).close(true);
  }

  private void inTheEvening_thePortalIsDown_andTheDayGoesOn() throws IOException {
    bastion.clock.advance(Duration.ofHours(2));
    bastion.portal.goDown();
    onWeb(client.loginByKey(door, "alice", laptop)).close(true);
    assertThat(bastion.audit.events(HopStarted.class).getLast().vouchedBy().offline())
        .contains(true);
    assertRefused(phone);
  }

  private void atNight_theAccountIsClosed_andEverythingEnds()
      throws IOException, InterruptedException {
    bastion.portal.comeBack();
    ClientSession web = onWeb(client.loginByKey(door, "alice", laptop));
    bastion.portal.describes(_ -> new PortalAnswer.Refused<>("there is nobody of this name"));
    pass(INTERVAL);

    TestClient.awaitEnd(web);
    assertRefused(laptop);
    bastion.portal.goDown();
    assertThat(bastion.offline().outage().standIn("alice", false)).isEmpty();
  }

  private void portalSays(String group) {
    bastion.portal.describes(
        user -> new PortalAnswer.Given<>(new Portal.Person(user, List.of(group))));
  }

  private ClientSession bind(KeyPair key) throws IOException {
    String token = "token-" + ++tokens;
    bastion.portal.knows(token, "alice", "ops");
    return client.loginByKeyAndToken(door, "alice", key, token);
  }

  private ClientSession onWeb(ClientSession outer) throws IOException {
    ClientSession web = client.jump(outer, "deploy", "web-01", 22);
    assertThat(Run.exec(web, "echo in").stdout()).isEqualTo("in\n");
    return web;
  }

  private void pass(Duration time) {
    bastion.clock.advance(time);
    bastion.timers.pass(time);
  }

  private void assertRefused(KeyPair key) {
    assertThatThrownBy(() -> client.loginByKey(door, "alice", key))
        .isInstanceOf(SshException.class);
  }
}
