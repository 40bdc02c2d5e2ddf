package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sallyport.bastion.audit.AuditEvent.Authentication;
import io.sallyport.bastion.keys.Ed25519;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginTest extends WithBastion {

  private static final String TOKEN = "a-portal-token-that-is-no-name-50f266e26684c74d492be5d3";

  LoginTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void tokenAtThePrompt_isOnePromptInAll_alsoForTheTarget() throws Exception {
    bastion.portal.knows(TOKEN, "alice", "ops");
    ClientSession outer = client.loginByToken(bastion.start(), "alice", TOKEN);
    ClientSession web = client.jump(outer, "deploy", "web-01", 22);

    assertThat(Run.exec(web, "echo hello").stdout()).isEqualTo("hello\n");
    assertThat(client.prompts()).containsExactly("Portal token: ");
    assertThat(bastion.portal.verified()).containsExactly(TOKEN);
    assertThat(attempts("keyboard-interactive", "alice", "authenticated", "", 0)).isTrue();
  }

  @Test
  void tokenAsAPassword_isGoodForClientsThatKnowNothingElse() throws Exception {
    bastion.portal.knows(TOKEN, "alice", "ops");
    ClientSession outer = client.loginByPassword(bastion.start(), "alice", TOKEN);

    assertThat(outer.isAuthenticated()).isTrue();
    assertThat(attempts("password", "alice", "authenticated", "", 0)).isTrue();
  }

  @Test
  void serviceAccount_isLetInByItsKey_withoutAPrompt() throws Exception {
    assertThat(ansible().isAuthenticated()).isTrue();
    assertThat(client.prompts()).isEmpty();
    assertThat(bastion.portal.verified()).isEmpty();
    assertThat(attempts("publickey", "ansible", "authenticated", "", 0)).isTrue();
  }

  @Test
  void keyThatIsNoServiceAccounts_isRefused_andNamesNobody() throws Exception {
    Address door = bastion.start();

    assertThatThrownBy(() -> client.loginByKey(door, "ansible", Ed25519.fresh()))
        .isInstanceOf(SshException.class);
    assertThatThrownBy(() -> client.loginByKey(door, "alice", bastion.ansibleKey))
        .isInstanceOf(SshException.class);
    assertThat(bastion.audit.events(Authentication.class))
        .noneMatch(attempt -> attempt.outcome().equals("authenticated"));
  }

  @Test
  @DisplayName("N23 a token is good once")
  void tokenThatWasSpent_isRefused_countedAndAuditedWithTheReason() throws Exception {
    bastion.portal.knows(TOKEN, "alice", "ops");
    Address door = bastion.start();
    var _ = client.loginByPassword(door, "alice", TOKEN);

    assertThat(refused(door, "alice", TOKEN)).isNotEmpty();
    assertThat(attempts("password", "alice", "rejected", "Invalid or expired token", 1)).isTrue();
  }

  @Test
  void tokenOfSomebodyElse_isRefused() throws Exception {
    bastion.portal.knows(TOKEN, "alice", "ops");

    assertThat(refused(bastion.start(), "bob", TOKEN)).isNotEmpty();
  }

  @Test
  @DisplayName("N44 a portal that is down looks like a wrong token; the audit knows better")
  void outageAndWrongToken_lookTheSame_andAreAuditedApart() throws Exception {
    Address door = bastion.start();
    String wrong = refused(door, "alice", TOKEN);
    bastion.portal.goDown();
    String down = refused(door, "alice", TOKEN);

    assertThat(down).isEqualTo(wrong);
    assertThat(client.told()).isEmpty();
    assertThat(bastion.audit.events(Authentication.class))
        .extracting(Authentication::outcome, Authentication::reason, Authentication::failures)
        .containsExactly(
            tuple("rejected", "Invalid or expired token", 1),
            tuple("unavailable", "verify: no answer (down)", 2));
  }

  @Test
  @DisplayName("N25 a token that was typed as the user name is not audited")
  void tokenAsTheUserName_isNotAudited() throws Exception {
    assertThat(refused(bastion.start(), TOKEN, "x")).isNotEmpty();

    assertThat(bastion.audit.events().toString())
        .contains("(not a user name)")
        .doesNotContain(TOKEN);
    assertThat(bastion.portal.verified()).isEmpty();
  }

  @Test
  void portalThatBreaksInAnUnforeseenWay_isAnOutage_andTheClientIsAnswered()
      throws IOException, InterruptedException {
    bastion.portal.breaks(new IllegalStateException("unforeseen"));

    assertThat(refused(bastion.start(), "alice", TOKEN)).isNotEmpty();
    assertThat(bastion.audit.await(Authentication.class).outcome()).isEqualTo("unavailable");
  }

  @Test
  void goodLogin_beginsTheCountOfFailuresAnew() throws Exception {
    bastion.portal.knows(TOKEN, "alice", "ops");
    Address door = bastion.start();
    var _ = refused(door, "alice", "wrong");
    var _ = client.loginByPassword(door, "alice", TOKEN);
    var _ = refused(door, "alice", "wrong");

    assertThat(bastion.audit.events(Authentication.class))
        .extracting(Authentication::failures)
        .containsExactly(1, 0, 1);
  }

  /** Whatever the client was told when it was refused. */
  private String refused(Address door, String user, String token) {
    try {
      var _ = client.loginByPassword(door, user, token);
      throw new AssertionError("was let in");
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private boolean attempts(
      String method, String user, String outcome, String reason, int failures) {
    return bastion
        .audit
        .events(Authentication.class)
        .contains(new Authentication(user, method, "127.0.0.1", outcome, reason, failures));
  }
}
