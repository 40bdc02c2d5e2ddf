package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.bastion.audit.AuditEvent.Authentication;
import io.sallyport.bastion.identity.BindingLife;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.store.BoundKey;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key and a token once; then the key alone, for a while. */
final class KeyBindingTest extends WithBastion {

  private static final Duration MOMENT = Duration.ofSeconds(30);

  private final KeyPair key = Ed25519.fresh();
  private int tokens;

  KeyBindingTest(@TempDir Path folder) {
    super(folder);
    describes("ops");
  }

  @Test
  void keyAndTokenOnce_thenTheKeyAlone() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");
    ClientSession outer = client.loginByKey(door, "alice", key);

    assertThat(Run.exec(client.jump(outer, "deploy", "web-01", 22), "echo in").stdout())
        .isEqualTo("in\n");
    assertThat(client.prompts()).containsExactly("Portal token: ");
    assertThat(bastion.audit.events(Authentication.class))
        .extracting(Authentication::method, Authentication::outcome)
        .contains(tuple("publickey", "authenticated"));
  }

  @Test
  void firstLogin_goesAllTheWay_andAsksThePortalOnce() throws IOException {
    ClientSession outer = bind(bastion.start(), "alice", "ops");

    assertThat(Run.exec(client.jump(outer, "deploy", "web-01", 22), "echo in").stdout())
        .isEqualTo("in\n");
    assertThat(bastion.portal.described()).isEmpty();
  }

  @Test
  void eachLoginByTheKey_asksThePortal() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");
    var _ = client.jump(client.loginByKey(door, "alice", key), "deploy", "web-01", 22);
    var _ = client.jump(client.loginByKey(door, "alice", key), "deploy", "web-01", 22);

    assertThat(bastion.portal.described()).containsExactly("alice", "alice");
  }

  @Test
  void keyAlone_isHalfOfALoginOnly() throws IOException {
    Address door = bastion.start();

    assertRefused(door, "alice", key);
    assertRefused(door, "alice", key);
    assertThat(bastion.boundKeys().all()).isEmpty();
  }

  @Test
  void tokenAlone_bindsNothing() throws IOException {
    bastion.portal.knows("token", "alice", "ops");
    var _ = client.loginByToken(bastion.start(), "alice", "token");

    assertThat(bastion.boundKeys().all()).isEmpty();
  }

  @Test
  void keyAndWrongToken_bindNothing_andCountAsOneFailure() throws IOException {
    Address door = bastion.start();

    assertThatThrownBy(() -> client.loginByKeyAndToken(door, "alice", key, "wrong"))
        .isInstanceOf(SshException.class);
    assertThat(bastion.boundKeys().all()).isEmpty();
    assertThat(bastion.audit.events(Authentication.class))
        .extracting(Authentication::failures)
        .startsWith(1);
  }

  @Test
  void keyOfOnePerson_isNotGoodForAnother() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");

    assertRefused(door, "bob", key);
  }

  @Test
  @DisplayName("N02 another key than the bound one is not good")
  void otherKey_isRefused() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");

    assertRefused(door, "alice", Ed25519.fresh());
  }

  @Test
  @DisplayName("N15 two keys are not a key and a token")
  void twoKeys_areNoLogin() throws IOException {
    Address door = bastion.start();

    assertThatThrownBy(() -> client.loginByKeys(door, "alice", List.of(key, Ed25519.fresh(), key)))
        .isInstanceOf(SshException.class);
  }

  @Test
  void ofSeveralUnboundKeys_theFirstIsBound_andNoOtherIsAskedFor() throws IOException {
    bastion.portal.knows("token", "alice", "ops");
    var _ =
        client.loginByKeysAndToken(
            bastion.start(), "alice", List.of(key, Ed25519.fresh(), Ed25519.fresh()), "token");

    assertThat(bastion.boundKeys().all())
        .extracting(BoundKey::fingerprint)
        .containsExactly(Identities.fingerprint(key.getPublic()));
  }

  @Test
  void boundKeyBehindAnUnboundOne_isFound() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");

    assertThat(client.loginByKeys(door, "alice", List.of(Ed25519.fresh(), key)).isAuthenticated())
        .isTrue();
  }

  @Test
  void secondKeyOfAPerson_isBoundBesidesTheFirst() throws IOException {
    Address door = bastion.start();
    KeyPair other = Ed25519.fresh();
    var _ = bind(door, "alice", "ops");
    bastion.portal.knows("second", "alice", "ops");
    var _ = client.loginByKeyAndToken(door, "alice", other, "second");

    assertThat(client.loginByKey(door, "alice", key).isAuthenticated()).isTrue();
    assertThat(client.loginByKey(door, "alice", other).isAuthenticated()).isTrue();
  }

  @Test
  void keyIsGoodForTwelveHours_andNoLonger() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");

    bastion.clock.advance(Duration.ofHours(12).minus(MOMENT));
    assertThat(client.loginByKey(door, "alice", key).isAuthenticated()).isTrue();
    bastion.clock.advance(MOMENT);
    assertRefused(door, "alice", key);
  }

  @Test
  void keyOfAHighRiskGroup_isGoodForAnHour() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops", "admins");

    bastion.clock.advance(Duration.ofHours(1).minus(MOMENT));
    assertThat(client.loginByKey(door, "alice", key).isAuthenticated()).isTrue();
    bastion.clock.advance(MOMENT);
    assertRefused(door, "alice", key);
  }

  @Test
  void personWhoComesIntoAHighRiskGroup_hasTheShorterTime() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");
    describes("ops", "admins");
    var _ = client.jump(client.loginByKey(door, "alice", key), "deploy", "web-01", 22);

    bastion.clock.advance(Duration.ofHours(1));
    assertRefused(door, "alice", key);
  }

  @Test
  void keyIsStillGood_afterARestart() throws Exception {
    var _ = bind(bastion.start(), "alice", "ops");
    bastion.stop();

    assertThat(client.loginByKey(bastion.start(), "alice", key).isAuthenticated()).isTrue();
  }

  @Test
  void revokedKey_isNotGood_alsoAfterARestart() throws Exception {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");
    String fingerprint = Identities.fingerprint(key.getPublic());

    assertThat(bastion.boundKeys().revoke("bob", fingerprint)).isZero();
    assertThat(bastion.boundKeys().revoke("alice", fingerprint)).isEqualTo(1);
    assertRefused(door, "alice", key);
    bastion.stop();
    assertRefused(bastion.start(), "alice", key);
  }

  @Test
  void logout_forgetsOnesOwnKeys_andNobodyElses() throws IOException {
    Address door = bastion.start();
    KeyPair bobs = Ed25519.fresh();
    ClientSession alice = bind(door, "alice", "ops");
    bastion.portal.knows("bobs", "bob", "ops");
    var _ = client.loginByKeyAndToken(door, "bob", bobs, "bobs");

    assertThat(Run.exec(alice, "logout").stdout())
        .endsWith("Your next login needs a portal token.\n");
    assertRefused(door, "alice", key);
    assertThat(client.loginByKey(door, "bob", bobs).isAuthenticated()).isTrue();
  }

  @Test
  void keysThatAreNeverBound_areNotAskedFor() throws IOException {
    bastion.bindingKeysFor(new BindingLife(Duration.ZERO, Set.of(), Duration.ZERO));
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");

    assertThat(bastion.boundKeys().all()).isEmpty();
    assertRefused(door, "alice", key);
  }

  @Test
  void keyOfAGroupWhoseKeysAreNeverBound_isNotBound() throws IOException {
    bastion.bindingKeysFor(new BindingLife(Duration.ofHours(12), Set.of("admins"), Duration.ZERO));
    var _ = bind(bastion.start(), "alice", "admins");

    assertThat(bastion.boundKeys().all()).isEmpty();
  }

  @Test
  @DisplayName("N09 a small RSA key is not bound, and its owner gets in by the token")
  void weakKey_isNotBound() throws IOException, NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    bastion.portal.knows("token", "alice", "ops");
    KeyPair weak = generator.generateKeyPair();

    assertThat(client.loginByKeyAndToken(bastion.start(), "alice", weak, "token").isAuthenticated())
        .isTrue();
    assertThat(bastion.boundKeys().all()).isEmpty();
  }

  @Test
  void personWhoIsGone_getsNowhere_andTheKeyIsForgotten() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");
    bastion.portal.describes(_ -> new PortalAnswer.Refused<>("there is nobody of this name"));
    ClientSession outer = client.loginByKey(door, "alice", key);

    assertThatThrownBy(() -> client.jump(outer, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
    assertThat(client.told()).anyMatch(words -> words.contains("not allowed, or no such host"));
    assertThat(bastion.boundKeys().all()).isEmpty();
    assertRefused(door, "alice", key);
  }

  @Test
  void portalThatIsDown_decidesNothing_andTheKeyStaysBound() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "ops");
    bastion.portal.describes(_ -> new PortalAnswer.Unavailable<>("down"));
    ClientSession outer = client.loginByKey(door, "alice", key);

    assertThatThrownBy(() -> client.jump(outer, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
    assertThat(client.told()).anyMatch(words -> words.contains("nobody can say right now"));
    describes("ops");
    assertThat(client.jump(outer, "deploy", "web-01", 22).isAuthenticated()).isTrue();
  }

  @Test
  void groups_areThoseOfNow_notOfThen() throws IOException {
    Address door = bastion.start();
    var _ = bind(door, "alice", "interns");
    ClientSession hired = client.loginByKey(door, "alice", key);

    assertThat(client.jump(hired, "deploy", "web-01", 22).isAuthenticated()).isTrue();
    describes("interns");
    ClientSession demoted = client.loginByKey(door, "alice", key);
    assertThatThrownBy(() -> client.jump(demoted, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
  }

  /** Logs in with the key and a token of somebody in these groups. */
  private ClientSession bind(Address door, String user, String... groups) throws IOException {
    String token = "token-" + ++tokens;
    bastion.portal.knows(token, user, groups);
    return client.loginByKeyAndToken(door, user, key, token);
  }

  /** What the portal says about everybody from now on. */
  private void describes(String... groups) {
    bastion.portal.describes(
        user -> new PortalAnswer.Given<>(new Portal.Person(user, List.of(groups))));
  }

  private void assertRefused(Address door, String user, KeyPair offered) {
    assertThatThrownBy(() -> client.loginByKey(door, user, offered))
        .isInstanceOf(SshException.class);
  }
}
