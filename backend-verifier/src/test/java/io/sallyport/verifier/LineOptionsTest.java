package io.sallyport.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LineOptionsTest {

  @ParameterizedTest
  @CsvSource({
    "permit-pty,              ',pty'",
    "permit-port-forwarding,  ',port-forwarding'",
    "permit-agent-forwarding, ',agent-forwarding'",
    "permit-X11-forwarding,   ',x11-forwarding'",
  })
  void extension_takesItsOwnOptionBack_andNoOther(String extension, String option) {
    assertThat(LineOptions.of(Set.of(extension))).isEqualTo(option);
  }

  @Test
  void withoutExtensions_everythingStaysRestricted() {
    assertThat(LineOptions.of(Set.of())).isEmpty();
  }

  @Test
  void allExtensions_areAllOptions_inOneOrder() {
    var all =
        Set.of(
            "permit-X11-forwarding",
            "permit-agent-forwarding",
            "permit-port-forwarding",
            "permit-pty");

    assertThat(LineOptions.of(all))
        .isEqualTo(",pty,port-forwarding,agent-forwarding,x11-forwarding");
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
    assertThat(LineOptions.of(Set.of(extension))).isEmpty();
  }
}
