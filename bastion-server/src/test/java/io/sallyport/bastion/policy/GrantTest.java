package io.sallyport.bastion.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.PolicyFile.PolicyRule;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.config.Address;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a grant says about forwards. */
final class GrantTest {

  private static final Identity ALICE = Identities.person("alice");
  private static final Target WEB_01 =
      new Target("web-01", 22, new Address("192.0.2.1", 2201), "web");
  private static final Target WEB_02 =
      new Target("web-02", 2222, new Address("192.0.2.2", 2202), "web");
  private static final Set<String> ANYWHERE = Set.of("*:*", "/run/*");

  @ParameterizedTest(name = "N17 localhost only: {0}:{1} is allowed: {2}")
  @CsvSource({
    "localhost,        8080, true",
    "127.1,            8080, true",
    "2130706433,       8080, true",
    "::ffff:127.0.0.1, 8080, true",
    "0.0.0.0,          8080, true",
    "LOCALHOST.,       8080, true",
    "192.0.2.9,        8080, false",
    "3221225993,       8080, false",
    "web-09,           8080, false",
    "localhost,        0,    false",
  })
  void destination_mustBeNamedByTheRule(String host, int port, boolean allowed) {
    Grant grant = grant(rule(Rules.ALL_KINDS, Set.of("localhost:*"), Set.of(), false));

    assertThat(grant.connect(new Endpoint.Tcp(host, port)))
        .isEqualTo(
            allowed
                ? new ForwardDecision.Allowed(true)
                : new ForwardDecision.Refused(
                    new Refusal("a-rule", "the rule's forward_to does not name this destination")));
  }

  @ParameterizedTest(name = "N17 {0}:{1} is the ssh port of another target")
  @CsvSource({
    "web-02,            2222",
    "web-02,            2202",
    "WEB-02,            2222",
    "web-02.,           2222",
    "Web-02.,           2202",
    "[web-02],          2222",
    "192.0.2.2,         2202",
    "::ffff:192.0.2.2,  2202",
    "3221225986,        2202",
    "0xc0.0.2.2,        2202",
  })
  void sshPortOfAnotherTarget_isReachedByAJump_orUnrecordedWhereTheRuleSaysSo(
      String host, int port) {
    var endpoint = new Endpoint.Tcp(host, port);

    assertThat(anywhere(false).connect(endpoint))
        .isEqualTo(
            new ForwardDecision.JumpInstead(
                new Refusal(
                    "a-rule", "it leads to the ssh port of another target, past the recording"),
                WEB_02));
    assertThat(anywhere(true).connect(endpoint)).isEqualTo(new ForwardDecision.Allowed(false));
  }

  @ParameterizedTest
  @CsvSource({
    "web-02,    22",
    "web-02,    80",
    "192.0.2.2, 2222",
    "192.0.2.2, 22",
    "192.0.2.3, 2202",
    "web-01,    22",
    "web-01,    2201",
    "192.0.2.1, 2201",
  })
  void otherPorts_andTheOwnTarget_areDestinationsLikeAnyOther(String host, int port) {
    assertThat(anywhere(false).connect(new Endpoint.Tcp(host, port)))
        .isEqualTo(new ForwardDecision.Allowed(true));
  }

  @Test
  void sshForwards_allowNoDestinationThatTheRuleDoesNotName() {
    Grant grant = grant(rule(Rules.ALL_KINDS, Set.of("localhost:*"), Set.of(), true));

    assertThat(grant.connect(new Endpoint.Tcp("web-02", 2222)))
        .isInstanceOf(ForwardDecision.Refused.class);
  }

  @Test
  void socket_isNeverATarget() {
    assertThat(anywhere(false).connect(new Endpoint.Socket("/run/web-02")))
        .isEqualTo(new ForwardDecision.Allowed(true));
    assertThat(anywhere(false).connect(new Endpoint.Socket("/tmp/web-02")))
        .isInstanceOf(ForwardDecision.Refused.class);
  }

  @ParameterizedTest(name = "N33 {0} alone allows no other forward")
  @EnumSource(ChannelKind.class)
  void forwards_areAllowedByTheirOwnKindOnly(ChannelKind kind) {
    Grant grant = grant(rule(Set.of(kind), ANYWHERE, ANYWHERE, true));

    assertThat(grant.connect(new Endpoint.Tcp("localhost", 80)) instanceof ForwardDecision.Allowed)
        .isEqualTo(kind == ChannelKind.LOCAL_FORWARD);
    assertThat(grant.connect(new Endpoint.Tcp("web-02", 2222)) instanceof ForwardDecision.Allowed)
        .isEqualTo(kind == ChannelKind.LOCAL_FORWARD);
    assertThat(grant.connect(new Endpoint.Socket("/run/x")) instanceof ForwardDecision.Allowed)
        .isEqualTo(kind == ChannelKind.LOCAL_FORWARD);
    assertThat(grant.listenRefusal(new Endpoint.Tcp("localhost", 8080)).isEmpty())
        .isEqualTo(kind == ChannelKind.REMOTE_FORWARD);
    assertThat(grant.listenRefusal(new Endpoint.Socket("/run/x")).isEmpty())
        .isEqualTo(kind == ChannelKind.REMOTE_FORWARD);
  }

  @ParameterizedTest(name = "N19 to listen on [{0}]:{1} is refused: {2}")
  @CsvSource({
    "localhost, 1024,  false",
    "localhost, 0,     false",
    "::1,       8080,  false",
    "localhost, 1023,  true",
    "localhost, 22,    true",
    "'',        8080,  true",
    "0.0.0.0,   8080,  true",
    "::,        8080,  true",
    "*,         8080,  true",
    "web-02,    8080,  true",
  })
  void listening_isLimitedToWhatTheRuleNames(String host, int port, boolean refused) {
    Grant grant = grant(rule(Rules.ALL_KINDS, ANYWHERE, Set.of("localhost:1024-65535"), false));

    assertThat(grant.listenRefusal(new Endpoint.Tcp(host, port)))
        .isEqualTo(
            refused
                ? Optional.of(
                    new Refusal("a-rule", "the rule's listen_on does not name this address"))
                : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/run/app/x", "/tmp/x", "/run/..", "x"})
  void socketOutsideTheFolderOfTheRule_isNotListenedOn(String path) {
    assertThat(anywhere(false).listenRefusal(new Endpoint.Socket(path))).isPresent();
  }

  @Test
  void limitsOfTime_areThoseOfTheRule() {
    PolicyRule rule =
        new PolicyRule(
            "a-rule",
            Set.of("alice"),
            Set.of(),
            Set.of(),
            Set.of("*"),
            Set.of("deploy"),
            Rules.ALL_KINDS,
            Set.of(),
            Set.of(),
            false,
            Optional.of(Duration.ofHours(8)),
            Optional.of(Duration.ofMinutes(5)));

    assertThat(grant(rule).maxSession()).contains(Duration.ofHours(8));
    assertThat(grant(rule).idleTimeout()).contains(Duration.ofMinutes(5));
    assertThat(anywhere(false).maxSession()).isEmpty();
    assertThat(anywhere(false).idleTimeout()).isEmpty();
  }

  @Test
  void permitOpenOfTheBackend_isLeftAway_whereASocketIsAllowed_asItWouldShutItOut() {
    assertThat(connectingTo("db-01:5432").permitOpen()).containsExactly("db-01:5432");
    assertThat(connectingTo("db-01:5432", "/run/db.sock").permitOpen()).isEmpty();
  }

  private static Grant connectingTo(String... endpoints) {
    return grant(rule(Rules.ALL_KINDS, Set.of(endpoints), Set.of(), false));
  }

  private static Grant anywhere(boolean sshForwards) {
    return grant(rule(Rules.ALL_KINDS, ANYWHERE, ANYWHERE, sshForwards));
  }

  private static PolicyRule rule(
      Set<ChannelKind> kinds, Set<String> forwardTo, Set<String> listenOn, boolean sshForwards) {
    return new PolicyRule(
        "a-rule",
        Set.of("alice"),
        Set.of(),
        Set.of(),
        Set.of("*"),
        Set.of("deploy"),
        kinds,
        forwardTo,
        listenOn,
        sshForwards,
        Optional.empty(),
        Optional.empty());
  }

  private static Grant grant(PolicyRule rule) {
    var policy = new Policy(new PolicyFile(List.of(rule)), new Targets(List.of(WEB_01, WEB_02)));
    return (Grant) policy.decide(new AccessRequest(ALICE, WEB_01, "deploy"));
  }
}
