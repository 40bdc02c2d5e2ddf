package io.sallyport.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.token.HopRights;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineOptionsTest {
  private static final Set<String> ALL =
      Arrays.stream(Permit.values()).map(Permit::extension).collect(Collectors.toSet());

  @ParameterizedTest
  @CsvSource({
    "permit-pty,              ',pty'",
    "permit-port-forwarding,  ',port-forwarding'",
    "permit-agent-forwarding, ',agent-forwarding'",
    "permit-X11-forwarding,   ',x11-forwarding'",
  })
  void extension_takesItsOwnOptionBack_andNoOther(String extension, String option) {
    assertThat(options(Set.of(extension))).isEqualTo("restrict" + option);
  }

  @Test
  void withoutExtensions_everythingStaysRestricted() {
    assertThat(options(Set.of())).isEqualTo("restrict");
  }

  @Test
  void allExtensions_areAllOptions_inOneOrder() {
    assertThat(options(ALL))
        .isEqualTo("restrict,pty,port-forwarding,agent-forwarding,x11-forwarding");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permit-user-rc",
        "permit-x11-forwarding",
        "PERMIT-PTY",
        "pty",
        "user-rc",
        "no-touch-required",
        "permit-pty,command=\"x\"",
        ""
      })
  void anyOtherExtension_hasNoOption(String extension) {
    assertThat(options(Set.of(extension))).isEqualTo("restrict");
  }

  @Test
  void limit_takesAway_andGivesNothingThatIsNotGranted() {
    Limit limit = limit(EnumSet.of(Permit.PTY, Permit.AGENT_FORWARDING), List.of(), "");

    assertThat(options(Set.of("permit-pty", "permit-port-forwarding"), List.of(), limit))
        .isEqualTo("restrict,pty");
  }

  @ParameterizedTest(name = "granted {0}, here {1}: {2}")
  @CsvSource({
    "'',                  '',            ',port-forwarding'",
    "'a:1',               '',            ',port-forwarding,permitopen=\"a:1\"'",
    "'',                  'a:1 b:2',     ',port-forwarding,permitopen=\"a:1\",permitopen=\"b:2\"'",
    "'a:1',               'a:1',         ',port-forwarding,permitopen=\"a:1\"'",
    "'a:1 b:2',           'b:2 c:3',     ',port-forwarding,permitopen=\"b:2\"'",
    "'a:*',               '*:22',        ',port-forwarding,permitopen=\"a:22\"'",
    "'[::1]:*',           '[::1]:80',    ',port-forwarding,permitopen=\"[::1]:80\"'",
    "'*:*',               'a:1',         ',port-forwarding,permitopen=\"a:1\"'",
    "'a:1',               'a:2',         ''",
    "'a:1',               'b:1',         ''",
  })
  void ports_areForwardedOnlyToWhatBothSidesName(String granted, String here, String options) {
    Limit limit = limit(EnumSet.allOf(Permit.class), list(here), "");

    assertThat(options(Set.of("permit-port-forwarding"), list(granted), limit))
        .isEqualTo("restrict" + options);
  }

  @Test
  void destinationsWithoutForwarding_areNotWritten() {
    assertThat(
            LineOptions.of(
                    new HopRights(Set.of("permit-pty"), List.of("a:1"), Optional.empty()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())
                .toString())
        .isEqualTo("restrict,pty");
  }

  @Test
  void commandAddressesAndEnd_areQuotedAsSshdReadsThem() {
    Limit limit = limit(EnumSet.noneOf(Permit.class), List.of(), "echo \"a b\", $HOME");

    assertThat(
            LineOptions.of(
                    new HopRights(ALL, List.of(), Optional.empty()),
                    Optional.of(limit),
                    Optional.of("192.0.2.1,2001:db8::/64"),
                    Optional.of("20261123120000Z"))
                .toString())
        .isEqualTo(
            "restrict,command=\"echo \\\"a b\\\", $HOME\",from=\"192.0.2.1,2001:db8::/64\","
                + "expiry-time=\"20261123120000Z\"");
  }

  @Test
  void commandOfALimit_givesWayToNothingAtAll_andToNoOtherCommand() {
    Limit limit = limit(Set.of(), List.of(), "echo limited");
    assertThat(forced(limit, "/bin/false")).isEqualTo("restrict");
    assertThat(forced(limit, "/bin/sh")).isEqualTo("restrict,command=\"echo limited\"");
  }

  private static String forced(Limit limit, String command) {
    return LineOptions.of(
            new HopRights(Set.of(), List.of(), Optional.of(command)),
            Optional.of(limit),
            Optional.empty(),
            Optional.empty())
        .toString();
  }

  private static String options(Set<String> extensions) {
    return LineOptions.of(
            new HopRights(extensions, List.of(), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty())
        .toString();
  }

  private static String options(Set<String> extensions, List<String> permitOpen, Limit limit) {
    return LineOptions.of(
            new HopRights(extensions, permitOpen, Optional.empty()),
            Optional.of(limit),
            Optional.empty(),
            Optional.empty())
        .toString();
  }

  private static Limit limit(Set<Permit> permits, List<String> permitOpen, String command) {
    return new Limit(
        Set.of(),
        Set.of(),
        Set.of(),
        permits,
        permitOpen,
        Optional.of(command).filter(text -> !text.isEmpty()));
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
