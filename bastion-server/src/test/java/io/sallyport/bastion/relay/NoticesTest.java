package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NoticesTest {

  private static final int HEAD = 8; // type and length
  private final Notices notices = new Notices();

  @ParameterizedTest
  @CsvSource({"0, 0", "16383, 16383", "16384, 15360", "2097152, 2096128"})
  void reserve_isKeptOfWindowsThatAreLargeEnough(long window, long rest) {
    assertThat(notices.reserveFrom(window)).isEqualTo(rest);
  }

  @Test
  void words_goAsLongAsTheReserveLasts() {
    var _ = notices.reserveFrom(1 << 20);

    assertThat(notices.message("x".repeat(1024)).length()).isEqualTo(HEAD + 1024);
    assertThat(notices.message("x").length()).isZero();
  }

  @Test
  void wordsLongerThanTheReserve_areNotSaid() {
    var _ = notices.reserveFrom(1 << 20);

    assertThat(notices.message("x".repeat(1025)).length()).isZero();
    assertThat(notices.message("é".repeat(513)).length()).isZero();
    assertThat(notices.message("é".repeat(512)).length()).isEqualTo(HEAD + 1024);
  }

  @Test
  void whatWordsTook_isKeptBack_andOnlyThat() {
    var _ = notices.reserveFrom(1 << 20);
    assertThat(notices.refill(100)).isEqualTo(100);

    var _ = notices.message("x".repeat(60));

    assertThat(notices.refill(50)).isZero();
    assertThat(notices.refill(50)).isEqualTo(40);
    assertThat(notices.refill(50)).isEqualTo(50);
    assertThat(notices.message("x".repeat(1024)).length()).isEqualTo(HEAD + 1024);
  }

  @Test
  void smallWindow_hasNoReserve_evenWhenItGrows() {
    var _ = notices.reserveFrom(10);

    assertThat(notices.refill(1 << 20)).isEqualTo(1 << 20);
    assertThat(notices.message("x").length()).isZero();
  }
}
