package io.sallyport.bastion;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.policy.Target;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are reached through each other, as an operator writes them. */
final class WaysTest {

  private final BastionFiles files;
  private final StringBuilder targets = new StringBuilder("targets:\n");

  WaysTest(@TempDir Path folder) {
    this.files = new BastionFiles(folder).write("http://127.0.0.1:1");
  }

  @Test
  void targetWithoutAWay_isWhereItsOwnWayBegins() {
    target("a", "");

    assertThat(good("a").way()).isEmpty();
    assertThat(good("a").entrance()).isEqualTo(good("a"));
  }

  @Test
  void wayToATarget_isNamedFromItsBeginning_inWhateverOrderTheTargetsStand() {
    target("c", "b").target("a", "").target("b", "a");

    assertThat(good("c").way()).hasToString("[jump@a, jump@b]");
    assertThat(good("c").entrance()).isEqualTo(good("a"));
  }

  @Test
  void via_namesAPortWhereTheTargetHasOne() {
    target("gate", "").add("{name: gate, port: 2222, address: \"192.0.2.7:22\"}");
    add("{name: a, address: \"192.0.2.1:22\", via: {target: gate, port: 2222, login: jump}}");

    assertThat(good("a").way()).hasToString("[jump@[gate]:2222]");
    assertThat(good("a").entrance().address().host()).isEqualTo("192.0.2.7");
  }

  @Test
  void via_thatIsNoTarget_isAProblemOfItsLine_withTheWholeChain() {
    target("a", "b").target("b", "gone");

    assertThat(report())
        .contains("bastion.yaml:13: targets[0]: `via` of a -> b -> gone: there is no such target");
  }

  @Test
  void via_anotherPortOfATarget_isNoTarget() {
    target("gate", "");
    add("{name: a, address: \"192.0.2.1:22\", via: {target: gate, port: 23, login: jump}}");

    assertThat(report())
        .contains(":14: targets[1]: `via` of a -> [gate]:23: there is no such target");
  }

  @Test
  void via_itself_isACircle() {
    target("b", "").target("a", "a");

    assertThat(report())
        .contains(":14: targets[1]: `via` of a -> a: the way goes round in a circle");
  }

  @Test
  void viaEachOther_isACircle_andOfOneThatLeadsThereToo() {
    target("a", "b").target("b", "a");
    assertThat(report()).contains(":13: targets[0]: `via` of a -> b -> a: the way goes round");

    targets.insert(
        "targets:\n".length(),
        "  - {name: c, address: \"192.0.2.1:22\", via: {target: a, login: x}}\n");
    assertThat(report()).contains(":13: targets[0]: `via` of c -> a -> b -> a: the way goes round");
  }

  @Test
  void fourTargetsOnTheWay_areGood_andFiveAreNot() {
    target("a", "").target("b", "a").target("c", "b").target("d", "c").target("e", "d");
    assertThat(good("e").way()).hasSize(4);

    target("f", "e");
    assertThat(report())
        .contains(
            ":18: targets[5]: `via` of f -> e -> d -> c -> b -> a:"
                + " more than 4 targets are on the way");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a b\"", "-oProxyCommand", "\"a@b\"", "\"a\\nb\""})
  void loginThatIsNone_isAProblem(String login) {
    target("gate", "");
    add("{name: a, address: \"192.0.2.1:22\", via: {target: gate, login: " + login + "}}");

    assertThat(report()).contains("targets[1].via: `login` must be the name of a user");
  }

  @ParameterizedTest
  @CsvSource({"'{target: gate}', login", "'{login: jump}', target", "'{taget: gate}', taget"})
  void via_takesATargetAndALogin(String via, String key) {
    target("gate", "");
    add("{name: a, address: \"192.0.2.1:22\", via: " + via + "}");

    assertThat(report()).contains("targets[1].via." + key);
  }

  private WaysTest target(String name, String via) {
    String through = via.isEmpty() ? "" : ", via: {target: " + via + ", login: jump}";
    return add("{name: " + name + ", address: \"192.0.2.1:22\"" + through + "}");
  }

  private WaysTest add(String entry) {
    targets.append("  - ").append(entry).append('\n');
    return this;
  }

  private Settings.Read read() {
    files.write("http://127.0.0.1:1");
    files.with("targets:\n  - {name: web-01, address: \"127.0.0.1:2201\"}\n", targets.toString());
    return Settings.read(files.config());
  }

  private Target good(String name) {
    return switch (read()) {
      case Settings.Read.Good(var settings) ->
          settings.config().allTargets().find(name, 22).orElseThrow();
      case Settings.Read.Bad(var problems) -> throw new AssertionError(problems);
    };
  }

  private String report() {
    return read() instanceof Settings.Read.Bad(var problems) ? String.join("\n", problems) : "good";
  }
}
