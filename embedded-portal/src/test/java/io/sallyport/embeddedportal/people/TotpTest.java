package io.sallyport.embeddedportal.people;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpTest {
  private static final Totp TOTP = new Totp("12345678901234567890".getBytes(US_ASCII));

  /** RFC 6238, appendix B, the last six digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 287082",
    "1111111109, 081804",
    "1111111111, 050471",
    "1234567890, 005924",
    "2000000000, 279037",
    "20000000000, 353130"
  })
  void code_isThatOfTheStandard(long second, String code) {
    assertThat(TOTP.code(Instant.ofEpochSecond(second))).isEqualTo(code);
  }

  @Test
  void code_isGoodInItsStepAndThoseBesideIt() {
    Instant step1000 = Instant.ofEpochSecond(30_000);
    String code = TOTP.code(step1000);
    assertThat(TOTP.stepOf(code, step1000.minusSeconds(31), 0)).isEmpty();
    assertThat(TOTP.stepOf(code, step1000.minusSeconds(30), 0)).hasValue(1000);
    assertThat(TOTP.stepOf(code, step1000, 0)).hasValue(1000);
    assertThat(TOTP.stepOf(code, step1000.plusSeconds(59), 0)).hasValue(1000);
    assertThat(TOTP.stepOf(code, step1000.plusSeconds(60), 0)).isEmpty();
  }

  @Test
  void code_isGoodOnce_andNoEarlierOneAfterIt() {
    Instant step1000 = Instant.ofEpochSecond(30_000);
    assertThat(TOTP.stepOf(TOTP.code(step1000), step1000, 999)).hasValue(1000);
    assertThat(TOTP.stepOf(TOTP.code(step1000), step1000, 1000)).isEmpty();
    assertThat(TOTP.stepOf(TOTP.code(step1000), step1000, 1001)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"''", "28708", "2870820", "28 7082", "abcdef"})
  void whatIsNoCode_isNone(String typed) {
    assertThat(TOTP.stepOf(typed, Instant.ofEpochSecond(59), 0)).isEmpty();
  }

  @Test
  void key_isScannedAndTypedAsAuthenticatorsTakeIt() {
    assertThat(TOTP.uri("portal.example.com", "alice"))
        .isEqualTo(
            "otpauth://totp/portal.example.com:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                + "&issuer=portal.example.com");
    assertThat(TOTP).hasToString("Totp");
  }
}
