package io.sallyport.bastion.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealTest {

  private final Seal seal = new Seal(new byte[32]);
  private final String place = seal.place("alice");
  private final byte[] row = seal.close(place, "what is known of alice".getBytes(UTF_8));

  @Test
  void row_opensInItsPlace_underItsKey() throws Seal.BrokenException {
    assertThat(new String(new Seal(new byte[32]).open(place, row), UTF_8))
        .isEqualTo("what is known of alice");
  }

  @Test
  void everyByte_isSealed() {
    for (int i = 0; i < row.length; i++) {
      byte[] changed = row.clone();
      changed[i] ^= 1;
      assertBroken(seal, place, changed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 28, 29, 50})
  void rowCutShort_isBroken(int length) {
    assertBroken(seal, place, Arrays.copyOf(row, length));
  }

  @Test
  void rowInAnotherPlace_isBroken() {
    assertBroken(seal, seal.place("bob"), row);
  }

  @Test
  void rowUnderAnotherKey_isBroken_andItsPlaceIsAnother() {
    byte[] key = new byte[32];
    key[31] = 1;
    assertBroken(new Seal(key), place, row);
    assertThat(new Seal(key).place("alice")).isNotEqualTo(place);
  }

  @Test
  void sameRow_isNeverSealedTheSame() {
    assertThat(seal.close(place, new byte[0])).isNotEqualTo(seal.close(place, new byte[0]));
  }

  private static void assertBroken(Seal seal, String place, byte[] row) {
    assertThatThrownBy(() -> seal.open(place, row)).isInstanceOf(Seal.BrokenException.class);
  }
}
