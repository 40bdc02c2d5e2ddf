package io.sallyport.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetNamesTest {
  @Test
  void lettersAndADotAtTheEnd_makeNoDifferenceOnEitherSide() {
    assertThat(TargetNames.of(List.of("Web-01.")).contains("wEB-01")).isTrue();
    assertThat(TargetNames.of(List.of("web-01")).contains("WEB-01.")).isTrue();
    assertThat(TargetNames.of(List.of("web-01")).contains("web-011")).isFalse();
  }

  @Test
  void noNames_andWhatIsNoName_areRefused() {
    assertThatThrownBy(() -> TargetNames.of(List.of())).hasMessageContaining("no name");
    assertThatThrownBy(() -> TargetNames.of(List.of("web-01", "we b")))
        .hasMessage("\"we b\" is not a host name or an address");
  }
}
