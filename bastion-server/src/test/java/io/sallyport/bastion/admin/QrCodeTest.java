package io.sallyport.bastion.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode.Ecc;
import org.junit.jupiter.api.Test;

final class QrCodeTest {

  private static final String URL = "https://portal.example.com/device?user_code=BCDF-GHJK";

  @Test
  void code_isAsWideAsItsModules_andHalfAsHigh_withAQuietBorder() {
    String drawn = QrCode.of(URL).orElseThrow();
    int modules = io.nayuki.qrcodegen.QrCode.encodeText(URL, Ecc.LOW).size;

    assertThat(drawn.lines())
        .hasSize((modules + 4 + 1) / 2)
        .allMatch(line -> line.length() == modules + 4);
    assertThat(drawn.lines().findFirst().orElseThrow()).isEqualTo("\u2588".repeat(modules + 4));
  }

  /** The position pattern in the upper left: seven dark modules, light around it. */
  @Test
  void darkModules_areBlank() {
    String secondLine = QrCode.of(URL).orElseThrow().lines().toList().get(1);

    assertThat(secondLine).startsWith("\u2588\u2588 \u2584\u2584\u2584\u2584\u2584 \u2588");
  }

  @Test
  void textThatIsTooLong_hasNoCode() {
    assertThat(QrCode.of("x".repeat(3000))).isEmpty();
  }
}
