package io.sallyport.bastion.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8PiecesTest {

  private final Utf8Pieces pieces = new Utf8Pieces();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7})
  void text_isTheSame_whereverItIsCut(int size) {
    String text = "a é € 𝄞 z";
    byte[] bytes = text.getBytes(UTF_8);
    StringBuilder read = new StringBuilder();
    for (int i = 0; i < bytes.length; i += size) {
      read.append(pieces.next(Arrays.copyOfRange(bytes, i, Math.min(i + size, bytes.length))));
    }

    assertThat(read).hasToString(text);
  }

  @Test
  void characterCutInTwo_waitsForItsRest() {
    assertThat(pieces.next(bytes(0x61, 0xe2, 0x82))).isEqualTo("a");
    assertThat(pieces.next(bytes())).isEmpty();
    assertThat(pieces.next(bytes(0xac))).isEqualTo("€");
  }

  @Test
  void bytesThatAreNoUtf8_becomeReplacements_andNothingIsHeldBack() {
    assertThat(pieces.next(bytes(0x61, 0xff, 0x62))).isEqualTo("a\ufffdb");
    assertThat(pieces.next(bytes(0x80, 0x81))).isEqualTo("\ufffd\ufffd");
    assertThat(pieces.next(bytes(0xe2, 0x82, 0x61))).isEqualTo("\ufffda");
    assertThat(pieces.next(bytes(0xc0, 0x9b))).isEqualTo("\ufffd\ufffd");
    assertThat(pieces.next(bytes(0x63))).isEqualTo("c");
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
