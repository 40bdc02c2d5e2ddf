package io.sallyport.bastion.lobby;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.lobby.Key.Named;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyDecoderTest {

  private static final String ESC = "\u001b";

  private final KeyDecoder decoder = new KeyDecoder();

  @ParameterizedTest
  @CsvSource({
    "[A,UP",
    "[B,DOWN",
    "OA,UP",
    "OB,DOWN",
    "[5~,PAGE_UP",
    "[6~,PAGE_DOWN",
    "[H,HOME",
    "[F,END",
    "OH,HOME",
    "OF,END",
    "[1~,HOME",
    "[4~,END",
    "[7~,HOME",
    "[8~,END",
    "OM,ENTER",
    "[1;5A,UP",
    "[6;2~,PAGE_DOWN"
  })
  void sequence_isOneKey_andWhatFollowsIsRead(String sequence, Named key) {
    assertThat(keys(ESC + sequence + "x")).containsExactly(key, new Key.Typed('x'));
    assertThat(decoder.undecided()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0d,ENTER",
    "0a,ENTER",
    "08,BACKSPACE",
    "7f,BACKSPACE",
    "03,LEAVE",
    "04,LEAVE",
    "10,UP",
    "0e,DOWN",
    "01,HOME",
    "05,END",
    "15,CLEAR",
    "0c,REDRAW"
  })
  void controlCharacter_isAKey(String code, Named key) {
    assertThat(decoder.take((byte) HexFormat.fromHexDigits(code))).contains(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[C", "[D", "[3~", "[Z", "OP", "[200~", "[?1;2c", "b", "[[A"})
  void otherSequences_areNoKeys(String sequence) {
    assertThat(keys(ESC + sequence).stream().filter(key -> key instanceof Named)).isEmpty();
    assertThat(keys("y")).containsExactly(new Key.Typed('y'));
  }

  @Test
  void escapeAlone_isUndecided_untilTimeHasPassed() {
    assertThat(keys(ESC)).isEmpty();
    assertThat(decoder.undecided()).isTrue();

    assertThat(decoder.decide()).contains(Named.ESCAPE);
    assertThat(decoder.undecided()).isFalse();
    assertThat(decoder.decide()).isEmpty();
    assertThat(keys("[A")).containsExactly(new Key.Typed('['), new Key.Typed('A'));
  }

  @Test
  void escapeTwice_isTheKeyOnce_andTheSecondUndecided() {
    assertThat(keys(ESC + ESC)).containsExactly(Named.ESCAPE);
    assertThat(decoder.undecided()).isTrue();
    assertThat(keys("[B")).containsExactly(Named.DOWN);
  }

  @Test
  void lineEndOfTwoCharacters_isOneEnter() {
    assertThat(keys("a\r\nb\n\n"))
        .containsExactly(
            new Key.Typed('a'), Named.ENTER, new Key.Typed('b'), Named.ENTER, Named.ENTER);
  }

  @Test
  void charactersBeyondAscii_areNothing_inWholeAndInPart() {
    assertThat(keys("ä€\ud83d\ude00x\u009b1A"))
        .containsExactly(new Key.Typed('x'), new Key.Typed('1'), new Key.Typed('A'));
  }

  @Test
  void brokenSequence_isGivenUp_andTheControlCharacterIsRead() {
    assertThat(keys(ESC + "[12\u0003")).containsExactly(Named.LEAVE);
  }

  @Test
  void sequenceWithoutEnd_keepsNoMoreThanItsBeginning() {
    assertThat(keys(ESC + "[" + "1".repeat(100_000) + "~z")).containsExactly(new Key.Typed('z'));
  }

  private List<Key> keys(String text) {
    List<Key> keys = new ArrayList<>();
    for (byte next : text.getBytes(UTF_8)) {
      decoder.take(next).ifPresent(keys::add);
    }
    return keys;
  }
}
