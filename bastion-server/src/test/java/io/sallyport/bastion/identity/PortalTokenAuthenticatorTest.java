package io.sallyport.bastion.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.testing.FakePortal;
import io.sallyport.bastion.testing.Offline;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortalTokenAuthenticatorTest {

  private final FakePortal portal = new FakePortal().knows("t0ken", "alice", "ops");
  private final PortalTokenAuthenticator authenticator =
      new PortalTokenAuthenticator(portal, Offline.none(), InstantSource.system());

  @Test
  void tokenOfThisPerson_isGood_andBringsTheGroups() {
    var outcome = (Authentication.Authenticated) authenticator.authenticate("alice", "t0ken");

    assertThat(outcome.presence().identity().name()).isEqualTo("alice");
    assertThat(outcome.presence().identity().kind()).isEqualTo(Identity.Kind.PERSON);
    assertThat(outcome.presence().identity().groups()).containsExactly("ops");
    assertThat(outcome.presence().identity().keyFingerprint()).isEmpty();
  }

  @Test
  void tokenOfSomebodyElse_isRejected_andSpent() {
    assertThat(authenticator.authenticate("bob", "t0ken"))
        .isEqualTo(new Authentication.Rejected("the token belongs to alice, not to this user"));
    assertThat(authenticator.authenticate("alice", "t0ken"))
        .isInstanceOf(Authentication.Rejected.class);
  }

  @Test
  @DisplayName("N25 what the portal calls somebody else is not shown unless it is a user name")
  void nameThatIsNone_isNotQuoted() {
    portal.knows("other", "psst\u001b]0;secret");

    assertThat(authenticator.authenticate("bob", "other"))
        .isEqualTo(
            new Authentication.Rejected(
                "the token belongs to (not a user name), not to this user"));
  }

  @Test
  @DisplayName("N23 a token that was redeemed is rejected, not an outage")
  void secondUse_isRejected() {
    assertThat(authenticator.authenticate("alice", "t0ken"))
        .isInstanceOf(Authentication.Authenticated.class);
    assertThat(authenticator.authenticate("alice", "t0ken"))
        .isEqualTo(new Authentication.Rejected("Invalid or expired token"));
  }

  @Test
  void portalThatDoesNotAnswer_isUnavailable_andNotRejected() {
    portal.goDown();

    assertThat(authenticator.authenticate("alice", "t0ken"))
        .isInstanceOf(Authentication.Unavailable.class);
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(strings = {"", " ", "\t\r\n", "\u2003"})
  void blankToken_neverReachesThePortal(String typed) {
    assertThat(authenticator.authenticate("alice", typed))
        .isEqualTo(new Authentication.Rejected("what was typed is not a portal token"));
    assertThat(portal.verified()).isEmpty();
  }

  @Test
  void tokenOf256Characters_reachesThePortal_andOf257NeverDoes() {
    assertThat(authenticator.authenticate("alice", "a".repeat(257)))
        .isEqualTo(new Authentication.Rejected("what was typed is not a portal token"));
    assertThat(portal.verified()).isEmpty();

    var _ = authenticator.authenticate("alice", "a".repeat(256));
    assertThat(portal.verified()).containsExactly("a".repeat(256));
  }

  @Test
  void blanksAroundAToken_areLeftOut() {
    assertThat(authenticator.authenticate("alice", "  t0ken\r\n"))
        .isInstanceOf(Authentication.Authenticated.class);
    assertThat(portal.verified()).containsExactly("t0ken");
  }

  @ParameterizedTest(name = "N13 [{0}]")
  @ValueSource(
      strings = {
        "",
        "-oProxyCommand=x",
        "a@b",
        "a:b",
        "a%00",
        "a\0",
        "a\nb",
        "../../etc",
        "аlice",
        "Alice",
        "$(id)",
        "1alice"
      })
  void nameThatIsNone_neverReachesThePortal(String name) {
    assertThat(authenticator.authenticate(name, "t0ken"))
        .isEqualTo(new Authentication.Rejected("the name is not a user name"));
    assertThat(portal.verified()).isEmpty();
  }
}
