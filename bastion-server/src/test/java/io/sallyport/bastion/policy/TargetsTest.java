package io.sallyport.bastion.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.config.Address;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetsTest {

  private static final Target WEB =
      new Target("web-01.example.com", 22, new Address("127.0.0.1", 2201), "web");
  private static final Target WEB_ADMIN =
      new Target("web-01.example.com", 2222, new Address("127.0.0.1", 2202), "admin");
  private final Targets targets = new Targets(List.of(WEB, WEB_ADMIN));

  @ParameterizedTest(name = "N18 {0}")
  @ValueSource(
      strings = {
        "web-01.example.com",
        "WEB-01.Example.COM",
        "web-01.example.com.",
        "WEB-01.EXAMPLE.COM."
      })
  void caseAndATrailingDot_areTheSameName(String host) {
    assertThat(targets.find(host, 22)).contains(WEB);
  }

  @ParameterizedTest(name = "N18 [{0}]")
  @ValueSource(
      strings = {
        "web-01.example.com..",
        ".web-01.example.com",
        "web-01",
        "web-01.example.com ",
        "web-01.example.com\n",
        "web-01.example.com\0",
        "wéb-01.example.com",
        "",
        "."
      })
  void otherSpellings_areOtherNames(String host) {
    assertThat(targets.find(host, 22)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"22, web", "2222, admin"})
  void sameNameAtAnotherPort_isAnotherTarget(int port, String group) {
    assertThat(targets.find("web-01.example.com", port).orElseThrow().group()).isEqualTo(group);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 21, 23, 2201, 65536 + 22})
  void portThatNobodyNamed_isNoTarget(int port) {
    assertThat(targets.find("web-01.example.com", port)).isEmpty();
  }

  @ParameterizedTest(name = "N17 {0} is no target, although one listens there")
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0",
        "0.0.0.0",
        "localhost."
      })
  void addressOfATarget_isNotItsName(String spelling) {
    assertThat(targets.find(spelling, 22)).isEmpty();
    assertThat(targets.find(spelling, 2201)).isEmpty();
  }

  @Test
  void twoTargetsOfOneNameAndPort_cannotBe() {
    List<Target> twice = List.of(WEB, WEB);

    assertThatThrownBy(() -> new Targets(twice)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  @DisplayName("a target is written as OpenSSH writes it")
  void portIsShown_whenItIsNotTheUsualOne() {
    assertThat(WEB).hasToString("web-01.example.com");
    assertThat(WEB_ADMIN).hasToString("[web-01.example.com]:2222");
  }
}
