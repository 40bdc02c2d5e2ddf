package io.sallyport.bastion.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyFileTest {

  private final Path file;

  PolicyFileTest(@TempDir Path folder) {
    this.file = folder.resolve("policy.yaml");
  }

  @Test
  void everyKey_standsInTheRule() throws IOException {
    PolicyFile policy =
        good(
            """
            rules:
              - name: ops-on-web
                people: [alice]
                groups: [ops]
                service_accounts: [ansible]
                targets: ["web-*"]
                logins: [deploy]
                channels: [exec, subsystem]
                forward_to: ["localhost:*", "db-01:5432", /run/docker.sock]
                listen_on: ["localhost:8000-8999"]
                ssh_forwards: true
                max_session: 8h
                idle_timeout: 15m
            """);

    assertThat(policy.rules())
        .containsExactly(
            new PolicyFile.PolicyRule(
                "ops-on-web",
                Set.of("alice"),
                Set.of("ops"),
                Set.of("ansible"),
                Set.of("web-*"),
                Set.of("deploy"),
                Set.of(ChannelKind.EXEC, ChannelKind.SUBSYSTEM),
                Set.of("localhost:*", "db-01:5432", "/run/docker.sock"),
                Set.of("localhost:8000-8999"),
                true,
                Optional.of(Duration.ofHours(8)),
                Optional.of(Duration.ofMinutes(15))));
  }

  @Test
  void channelsLeftOut_areThePrograms() throws IOException {
    PolicyFile policy = good("rules: [{name: r, people: [a], targets: [t], logins: [l]}]\n");

    assertThat(policy.rules().getFirst().channels())
        .containsExactlyInAnyOrder(ChannelKind.SHELL, ChannelKind.EXEC, ChannelKind.SUBSYSTEM);
  }

  @Test
  void channelsEmpty_areNone() throws IOException {
    PolicyFile policy =
        good("rules: [{name: r, people: [a], targets: [t], logins: [l], channels: []}]\n");

    assertThat(policy.rules().getFirst().channels()).isEmpty();
  }

  @Test
  void fileWithoutRules_allowsNothing() throws IOException {
    assertThat(good("rules: []\n").rules()).isEmpty();
  }

  @Test
  void ruleForNobody_isAProblem() throws IOException {
    assertThat(report("rules: [{name: r, targets: [t], logins: [l]}]\n"))
        .contains("the rule is for nobody");
  }

  @Test
  void ruleWithoutLogins_isAProblem() throws IOException {
    assertThat(report("rules: [{name: r, people: [a], targets: [t]}]\n")).contains("logins");
  }

  @Test
  void unknownChannelKind_isAProblem() throws IOException {
    assertThat(
            report("rules: [{name: r, people: [a], targets: [t], logins: [l], channels: [sftp]}]"))
        .contains("sftp");
  }

  @Test
  void forwardsLeftOut_stayOnTheTarget() throws IOException {
    var rule =
        good("rules: [{name: r, people: [a], targets: [t], logins: [l]}]\n").rules().getFirst();

    assertThat(rule.forwardTo()).containsExactly("localhost:*");
    assertThat(rule.listenOn()).containsExactly("localhost:1024-65535");
    assertThat(rule.sshForwards()).isFalse();
    assertThat(rule.maxSession()).isEmpty();
    assertThat(rule.idleTimeout()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"forward_to", "listen_on"})
  void patternThatIsNone_isAProblemWithItsLine(String key) throws IOException {
    String yaml =
        """
        rules:
          - name: r
            people: [a]
            targets: [t]
            logins: [l]
            %s: ["localhost:*", "localhost"]
        """
            .formatted(key);

    assertThat(report(yaml))
        .contains("policy.yaml:2", "`localhost` is none of host:port, host:low-high, host:*");
  }

  @ParameterizedTest
  @CsvSource({
    "max_session,  1s,      true",
    "max_session,  999ms,   false",
    "max_session,  30d,     true",
    "max_session,  721h,    false",
    "max_session,  0s,      false",
    "idle_timeout, 1s,      true",
    "idle_timeout, 999ms,   false",
    "idle_timeout, 30d,     true",
    "idle_timeout, 721h,    false",
  })
  void limitsOfTime_areFromASecondToAMonth(String key, String value, boolean good)
      throws IOException {
    String limit = key + ": " + value;

    String report =
        report("rules: [{name: r, people: [a], targets: [t], logins: [l], " + limit + "}]\n");

    assertThat(report.isEmpty()).isEqualTo(good);
    if (!good) {
      assertThat(report).contains(key);
    }
  }

  private PolicyFile good(String yaml) throws IOException {
    return switch (read(yaml)) {
      case Loaded.Valid<PolicyFile>(var policy) -> policy;
      case Loaded.Invalid<PolicyFile> invalid -> throw new AssertionError(invalid.report());
    };
  }

  private String report(String yaml) throws IOException {
    return read(yaml) instanceof Loaded.Invalid<PolicyFile> invalid ? invalid.report() : "";
  }

  private Loaded<PolicyFile> read(String yaml) throws IOException {
    return ConfigFile.read(Files.writeString(file, yaml), PolicyFile.class);
  }
}
