package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.audit.AuditEvent.Authentication;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.offline.BreakGlassPolicy;
import io.sallyport.bastion.offline.OutageRules;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import io.sallyport.config.Secret;
import io.sallyport.password.PasswordHash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in by a password of one's own while the portal is down. */
final class BreakGlassTest extends WithBastion {

  private static final String PASSWORD = "correct horse battery";
  private static final Secret HASH = Secret.of(PasswordHash.of(PASSWORD).text());
  private static final String[] ASKED_TWICE = {
    "Portal token: ", "The portal does not answer. Break-glass password: "
  };

  private Address door = new Address("127.0.0.1", 0);

  BreakGlassTest(@TempDir Path folder) {
    super(folder);
  }

  @BeforeEach
  void start() throws IOException {
    var policy = new BreakGlassPolicy(Set.of("alice"), Duration.ofDays(7));
    bastion.outageRules(new OutageRules(Optional.empty(), Optional.of(policy), Set.of("admins")));
    door = bastion.start();
    bastion.portal.knows("token", "alice", "ops", "admins");
    ClientSession outer = client.loginByToken(door, "alice", "token");
    client.jump(outer, "deploy", "web-01", 22).close(true);
    bastion.offline().passwords().set("alice", HASH);
  }

  @Test
  void whoseTokenCannotBeRedeemed_isAskedForTheirPassword_andGoesOn() throws IOException {
    bastion.portal.goDown();
    ClientSession outer = client.loginByToken(door, "alice", PASSWORD);
    ClientSession web = client.jump(outer, "deploy", "web-01", 22);

    assertThat(Run.exec(web, "echo in").stdout()).isEqualTo("in\n");
    assertThat(client.prompts()).endsWith(ASKED_TWICE);
    assertThat(bastion.audit.events(Authentication.class))
        .extracting(Authentication::method, Authentication::outcome)
        .endsWith(
            tuple("keyboard-interactive", "unavailable"), tuple("break-glass", "authenticated"));
  }

  @Test
  void everyUse_isAnAlarm() throws IOException {
    bastion.portal.goDown();
    var _ = client.loginByToken(door, "alice", PASSWORD);
    assertRefused("alice", "wrong");

    assertThat(bastion.audit.events(AuditEvent.Alarm.class))
        .extracting(AuditEvent.Alarm::alarm, AuditEvent.Alarm::user, AuditEvent.Alarm::outcome)
        .startsWith(
            tuple("break-glass", "alice", "broken"), tuple("break-glass", "alice", "failed"));
  }

  @Test
  void everybodyIsAskedTheSame() {
    bastion.portal.goDown();
    assertRefused("nobody", PASSWORD);

    assertThat(client.prompts()).containsSubsequence(ASKED_TWICE);
  }

  @Test
  void whileThePortalAnswers_noPasswordIsAskedFor() {
    assertRefused("alice", PASSWORD);
    bastion.portal.breaks(new IllegalStateException("a bug"));
    assertRefused("alice", PASSWORD);

    assertThat(client.prompts()).containsOnly("Portal token: ");
    assertThat(bastion.audit.events(AuditEvent.Alarm.class)).isEmpty();
  }

  @Test
  void portalThatComesBack_hasTheLastWord() throws IOException {
    bastion.portal.goDown();
    ClientSession outer = client.loginByToken(door, "alice", PASSWORD);
    bastion.portal.comeBack();
    bastion.portal.describes(_ -> new PortalAnswer.Refused<>("there is nobody of this name"));

    assertThatThrownBy(() -> client.jump(outer, "deploy", "web-01", 22))
        .isInstanceOf(IOException.class);
    assertThat(bastion.offline().outage().standIn("alice", true)).isEmpty();
  }

  @Test
  void portalThatComesAndGoes_takesNothingFromWhoHasBrokenTheGlass() throws IOException {
    bastion.portal.describes(
        user -> new PortalAnswer.Given<>(new Portal.Person(user, List.of("ops", "admins"))));
    bastion.portal.goDown();
    ClientSession outer = client.loginByToken(door, "alice", PASSWORD);
    bastion.portal.comeBack();
    client.jump(outer, "deploy", "web-01", 22).close(true);
    bastion.portal.goDown();

    assertThat(client.jump(outer, "deploy", "web-01", 22).isAuthenticated()).isTrue();
  }

  @Test
  void keyThatWasShownBefore_isNotBoundByAPassword() throws IOException {
    bastion.portal.goDown();
    var _ = client.loginByKeyAndToken(door, "alice", Ed25519.fresh(), PASSWORD);

    assertThat(bastion.boundKeys().all()).isEmpty();
  }

  @Test
  void whoIsNotKnownAnyMore_isRefused_thoughThePasswordIsRight() throws IOException {
    assertThat(bastion.offline().invalidate("alice")).isTrue();
    bastion.portal.goDown();

    assertRefused("alice", PASSWORD);
    assertThat(bastion.audit.events(Authentication.class).getLast().reason())
        .contains("has not said lately who they are");
  }

  private void assertRefused(String user, String answer) {
    assertThatThrownBy(() -> client.loginByToken(door, user, answer))
        .isInstanceOf(SshException.class);
  }
}
