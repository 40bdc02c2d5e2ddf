package io.sallyport.bastion.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.PolicyFile.PolicyRule;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Rules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyTest {

  private static final Identity ALICE = Identities.person("alice", "ops", "dba");
  private static final Identity ANSIBLE = Identities.serviceAccount("ansible");

  @Test
  void noRulesAtAll_isNo() {
    assertThat(decide(ALICE, "web-01", "deploy"))
        .isEqualTo(new Refusal("default", "no rule allows it"));
  }

  @ParameterizedTest
  @CsvSource({"ops, true", "dba, true", "OPS, false", "op, false", "alice, false"})
  void groupOfTheRule_mustBeOneOfThePersons(String group, boolean allowed) {
    var rule = Rules.rule("r", Set.of(), Set.of(group), Set.of(), all(), deploy(), shell());

    assertThat(allows(ALICE, "web-01", "deploy", rule)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"alice, true", "Alice, false", "alic, false", "*, false"})
  void personOfTheRule_isNamedExactly(String person, boolean allowed) {
    var rule = Rules.rule("r", Set.of(person), Set.of(), Set.of(), all(), deploy(), shell());

    assertThat(allows(ALICE, "web-01", "deploy", rule)).isEqualTo(allowed);
  }

  @Test
  void serviceAccountNamedLikeAPerson_getsNothingByPeople() {
    Identity alice = Identities.serviceAccount("alice");
    var rule = Rules.rule("r", Set.of("alice"), Set.of(), Set.of(), all(), deploy(), shell());

    assertThat(allows(ALICE, "web-01", "deploy", rule)).isTrue();
    assertThat(allows(alice, "web-01", "deploy", rule)).isFalse();
  }

  @Test
  void limitsOfAServiceAccount_takeAwayFromTheRule_andAddNothing() {
    Identity limited =
        Identities.limited("ansible", "targets = web-*, db-*\nlogins = deploy, root");
    var rule =
        Rules.rule(
            "r",
            Set.of(),
            Set.of(),
            Set.of("ansible"),
            Set.of("web-*", "mail-*"),
            Set.of("deploy", "backup"),
            shell());

    assertThat(allows(limited, "web-01", "deploy", rule)).isTrue();
    assertThat(allows(limited, "mail-01", "deploy", rule)).isFalse();
    assertThat(allows(limited, "db-01", "deploy", rule)).isFalse();
    assertThat(allows(limited, "web-01", "backup", rule)).isFalse();
    assertThat(allows(limited, "web-01", "root", rule)).isFalse();
    assertThat(Rules.policy(rule).reachable(limited, Rules.target("web-01"))).isPresent();
    assertThat(Rules.policy(rule).reachable(limited, Rules.target("mail-01"))).isEmpty();
    var targets = new Targets(List.of(Rules.target("mail-01"), Rules.target("web-01")));
    assertThat(Rules.policy(rule).destinations(limited, targets))
        .extracting(Destination::toString)
        .containsExactly("deploy@web-01");
  }

  @Test
  void personNamedLikeAServiceAccount_getsNothingByServiceAccounts() {
    Identity ansible = Identities.person("ansible");
    var rule = Rules.rule("r", Set.of(), Set.of(), Set.of("ansible"), all(), deploy(), shell());

    assertThat(allows(ANSIBLE, "web-01", "deploy", rule)).isTrue();
    assertThat(allows(ansible, "web-01", "deploy", rule)).isFalse();
  }

  @Test
  void personInAGroupNamedLikeAServiceAccount_getsNothingByIt() {
    Identity eve = Identities.person("eve", "ansible");
    var rule = Rules.rule("r", Set.of(), Set.of(), Set.of("ansible"), all(), deploy(), shell());

    assertThat(allows(eve, "web-01", "deploy", rule)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "web-*,      web-01,             true",
    "web-*,      web-,               true",
    "web-*,      web,                false",
    "web-*,      my-web-01,          false",
    "WEB-*,      web-01,             true",
    "*,          db-01,              true",
    "web-*.lan,  web-01.lan,         true",
    "web-*.lan,  web-01xlan,         false",
    "*-db-*,     eu-db-01,           true",
    "web-0?,     web-01,             false",
    "web-01,     web-01,             true",
    "web-01,     web-011,            false",
    "web-0[1],   web-01,             false",
    "'',         web-01,             false",
  })
  void star_standsForAnyRunOfCharacters_andNothingElseIsSpecial(
      String glob, String target, boolean allowed) {
    var rule =
        Rules.rule("r", Set.of("alice"), Set.of(), Set.of(), Set.of(glob), deploy(), shell());

    assertThat(allows(ALICE, target, "deploy", rule)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({"deploy, true", "Deploy, false", "root, false", "deploy2, false", "*, false"})
  void login_isNamedExactly(String login, boolean allowed) {
    assertThat(allows(ALICE, "web-01", login, Rules.rule("ops", "*", "deploy"))).isEqualTo(allowed);
  }

  @Test
  void starAsALogin_isALoginOfThatName() {
    PolicyRule rule = Rules.rule("ops", "*", "*");

    assertThat(allows(ALICE, "web-01", "root", rule)).isFalse();
  }

  @Test
  void firstRuleThatNamesIdentityTargetAndLogin_decidesTheChannels() {
    PolicyRule narrow = named("narrow", "web-01", "deploy", ChannelKind.SHELL);
    PolicyRule wide = named("wide", "web-*", "deploy", ChannelKind.values());

    Grant first = (Grant) decide(ALICE, "web-01", "deploy", narrow, wide);
    Grant second = (Grant) decide(ALICE, "web-02", "deploy", narrow, wide);

    assertThat(first.rule()).isEqualTo("narrow");
    assertThat(first.refusal(ChannelKind.EXEC)).isPresent();
    assertThat(second.rule()).isEqualTo("wide");
    assertThat(second.refusal(ChannelKind.EXEC)).isEmpty();
  }

  @Test
  void ruleForAnotherLogin_isPassedOver() {
    PolicyRule root = named("root", "web-01", "root", ChannelKind.SHELL);
    PolicyRule deploy = named("deploy", "web-01", "deploy", ChannelKind.EXEC);

    assertThat(((Grant) decide(ALICE, "web-01", "deploy", root, deploy)).rule())
        .isEqualTo("deploy");
  }

  @ParameterizedTest
  @CsvSource({"SHELL", "EXEC", "SUBSYSTEM"})
  @DisplayName("N33 every channel kind is a right of its own")
  void channelKind_isAllowedOnlyWhereTheRuleNamesIt(ChannelKind kind) {
    Grant grant = Rules.grant(ALICE, Rules.target("web-01"), "deploy", kind);

    for (ChannelKind other : ChannelKind.values()) {
      assertThat(grant.refusal(other).isEmpty()).isEqualTo(other == kind);
    }
    assertThat(grant.refusal(kind == ChannelKind.EXEC ? ChannelKind.SHELL : ChannelKind.EXEC))
        .contains(new Refusal("a-rule", "the rule does not allow this kind of channel"));
  }

  @Test
  void targetWithoutAnyLoginForThisIdentity_isNotEvenKnockedAt() {
    Policy policy = Rules.policy(Rules.rule("ops", "web-*", "deploy"));

    assertThat(policy.reachable(ALICE, Rules.target("web-01"))).isPresent();
    assertThat(policy.reachable(ALICE, Rules.target("db-01"))).isEmpty();
    assertThat(policy.reachable(Identities.person("bob"), Rules.target("web-01"))).isEmpty();
  }

  @Test
  void destinations_areThoseThatAnyRuleGrants_inTheOrderOfTheTargets_onceEach() {
    Policy policy =
        Rules.policy(
            named("narrow", "web-02", "deploy", ChannelKind.SHELL),
            named("wide", "web-*", "deploy"),
            named("data", "web-01", "www-data"),
            Rules.rule("auditors", "db-01", "postgres"));
    Targets targets =
        new Targets(List.of(Rules.target("web-02"), Rules.target("db-01"), Rules.target("web-01")));

    assertThat(policy.destinations(ALICE, targets))
        .extracting(Destination::toString)
        .containsExactly("deploy@web-02", "deploy@web-01", "www-data@web-01");
    assertThat(policy.destinations(Identities.person("bob"), targets)).isEmpty();
    for (Destination listed : policy.destinations(ALICE, targets)) {
      assertThat(policy.decide(new AccessRequest(ALICE, listed.target(), listed.login())))
          .isInstanceOf(Grant.class);
    }
  }

  private static PolicyRule named(
      String name, String targets, String login, ChannelKind... channels) {
    return Rules.rule(
        name,
        Set.of("alice"),
        Set.of(),
        Set.of(),
        Set.of(targets),
        Set.of(login),
        Set.of(channels));
  }

  private static Set<String> all() {
    return Set.of("*");
  }

  private static Set<String> deploy() {
    return Set.of("deploy");
  }

  private static Set<ChannelKind> shell() {
    return Set.of(ChannelKind.SHELL);
  }

  private static boolean allows(Identity who, String target, String login, PolicyRule... rules) {
    return decide(who, target, login, rules) instanceof Grant;
  }

  private static Decision decide(Identity who, String target, String login, PolicyRule... rules) {
    return Rules.policy(rules).decide(new AccessRequest(who, Rules.target(target), login));
  }
}
