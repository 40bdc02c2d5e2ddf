package io.sallyport.bastion.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Rules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A login that a rule calls {@code {name}}, and who is announced under it. */
final class OwnNameTest {

  private static final Target WEB = Rules.target("web-01").provisioning();
  private static final Policy OWN = Rules.policy(Rules.rule("ops", "*", "{name}"));

  private final Identity alice = Identities.person("alice", "ops");

  @Test
  void name_standsForTheIdentitysOwn_andNobodyElses() {
    assertThat(decide(alice, "alice")).isInstanceOf(Grant.class);
    assertThat(decide(alice, "bob")).isInstanceOf(Refusal.class);
    assertThat(decide(alice, "{name}")).isInstanceOf(Refusal.class);
    assertThat(decide(Identities.serviceAccount("ansible"), "ansible")).isInstanceOf(Grant.class);
  }

  @Test
  void lobby_showsTheNameItself() {
    assertThat(OWN.destinations(alice, new Targets(List.of(WEB))))
        .extracting(Destination::toString)
        .containsExactly("alice@web-01");
  }

  @Test
  @DisplayName("somebody whom the portal calls root is not let in as root by it")
  void superuser_isNobodysOwnName() {
    Identity root = Identities.person("root", "ops");

    assertThat(decide(root, "root")).isInstanceOf(Refusal.class);
    Policy both =
        Rules.policy(
            Rules.rule(
                "r",
                Set.of(),
                Set.of("ops"),
                Set.of(),
                Set.of("*"),
                Set.of("{name}", "root"),
                Rules.ALL_KINDS));
    assertThat(both.decide(new AccessRequest(root, WEB, "root"))).isInstanceOf(Grant.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{Name}", "{user}", "x-{name}", "{name", "name}", "{}"})
  void anyOtherWordInBraces_isAProblem(String login) {
    assertThatThrownBy(() -> Rules.rule("ops", "*", login)).hasMessageContaining("{name}");
  }

  @Test
  void person_isAnnouncedUnderTheirOwnName_whereAccountsAreMade() {
    Introduction introduction = grant(alice, WEB, "alice").introduction().orElseThrow();

    assertThat(introduction.login()).isEqualTo("sallyport-people");
    assertThat(introduction.vouchedLogin()).isEqualTo("alice");
    assertThat(introduction.inOrder()).containsExactly(introduction);
  }

  @Test
  void nobodyElse_isAnnounced() {
    assertThat(grant(alice, WEB, "deploy").introduction()).isEmpty();
    assertThat(grant(alice, Rules.target("web-01"), "alice").introduction()).isEmpty();
    Identity program = Identities.serviceAccount("ansible");
    Policy policy = Rules.policy(Rules.rule("ops", "*", "ansible"));
    assertThat(policy.decide(new AccessRequest(program, WEB, "ansible")))
        .isInstanceOfSatisfying(Grant.class, grant -> assertThat(grant.introduction()).isEmpty());
    Identity dotted = Identities.person("al.ice", "ops");
    assertThat(grant(dotted, WEB, "al.ice").introduction()).isEmpty();
  }

  private static Decision decide(Identity identity, String login) {
    return OWN.decide(new AccessRequest(identity, WEB, login));
  }

  private static Grant grant(Identity identity, Target target, String login) {
    return Rules.grant(identity, target, login);
  }
}
