package io.sallyport.bastion.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DrawingOnlyTest {

  @ParameterizedTest(name = "case {index} passes unchanged")
  @ValueSource(
      strings = {
        "plain text\r\n\tand\b more",
        "Grüße, € and 𝄞 and \u00a0",
        "\u001b[31;1mred\u001b[0m",
        "\u001b[38:2::255:0:0m",
        "\u001b[2J\u001b[H\u001b[10;20H\u001b[K",
        "\u001b[?25l\u001b[?1049h\u001b[?7h\u001b[4l\u001b[?1h",
        "\u001b7\u001b8\u001bM\u001bD\u001bE\u001b=\u001b>",
        "\u001b(0lqk\u001b(B\u001b)0",
        "\u001b[1;24r\u001b[s\u001b[u\u001b[3A\u001b[2L\u001b[4P",
      })
  void drawing_passesUnchanged(String text) throws IOException {
    assertThat(shown(text)).isEqualTo(text);
  }

  @ParameterizedTest(name = "N21 case {index}")
  @ValueSource(
      strings = {
        "\u001b]52;c;cm0gLXJmIC8=\u0007",
        "\u001b]52;c;cm0gLXJmIC8=\u001b\\",
        "\u001b]0;title\u0007",
        "\u001b]8;;http://example.com\u0007",
        "\u001bP$qm\u001b\\",
        "\u001bP+q544e\u001b\\",
        "\u001b_apc\u001b\\",
        "\u001b^pm\u001b\\",
        "\u001bXsos\u001b\\",
        "\u001b[c",
        "\u001b[0c",
        "\u001b[>c",
        "\u001b[=c",
        "\u001b[5n",
        "\u001b[6n",
        "\u001b[?6n",
        "\u001b[x",
        "\u001b[18t",
        "\u001b[21t",
        "\u001b[?1$p",
        "\u001b[!p",
        "\u001b[i",
        "\u001b[5i",
        "\u001b[1 q",
        "\u001b[>4;2m",
        "\u001b[?u",
        "\u001b[>1u",
        "\u001bZ",
        "\u001bc",
        "\u001b[?1000h",
        "\u001b[?1002h",
        "\u001b[?1003h",
        "\u001b[?1006h",
        "\u001b[?1015h",
        "\u001b[?2004h",
        "\u001b[?1004h",
        "\u001b[?25;1000h",
        "\u009b6n",
        "\u009d52;c;cm0gLXJmIC8=\u0007",
        "\u0090$qm\u001b\\",
        "\u0085",
        "\u0007",
        "\u000e\u000f",
        "\u0005",
        "\u0000",
        "\u007f",
      })
  void whatDoesMoreThanDraw_isLeftOut(String sequence) throws IOException {
    assertThat(shown("a" + sequence + "b")).doesNotContain("\u001b", "\u0007").startsWith("a");
    assertThat(shown("a" + sequence + "b").chars())
        .allMatch(c -> c >= 0x20 && (c < 0x7f || c > 0x9f));
  }

  @ParameterizedTest(name = "N21 case {index}")
  @ValueSource(strings = {"\u001b]0;", "\u001bP", "\u001b_", "\u009d0;"})
  void stringThatATerminalTakesForEnded_hidesNothingOfWhatFollows(String begin) throws IOException {
    assertThat(shown(begin + "x\u0018rm -rf")).endsWith("rm -rf");
    assertThat(shown(begin + "x\u001arm -rf")).endsWith("rm -rf");
    assertThat(shown(begin + "x\u001b[31mrm -rf")).endsWith("rm -rf");
    assertThat(shown(begin + "x\u001b\\rm -rf")).endsWith("rm -rf").doesNotContain("\u001b");
    assertThat(shown(begin + "x\u009crm -rf")).endsWith("rm -rf");
  }

  @Test
  void stringInAString_isLeftOutToo() throws IOException {
    assertThat(shown("a\u001bPtmux;\u001b\u001b]52;c;eA==\u0007\u001b\\b"))
        .doesNotContain("\u001b");
    assertThat(shown("a\u001b]0;x\u001b]52;c;eA==\u0007b")).isEqualTo("ab");
  }

  @Test
  void sequenceCutBetweenTwoWrites_isStillOne() throws IOException {
    String sequence = "a\u001b]52;c;eA==\u0007\u001b[6n\u009b5n\u001b[1mé";
    byte[] bytes = sequence.getBytes(UTF_8);
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    try (DrawingOnly drawing = new DrawingOnly(terminal)) {
      for (byte b : bytes) {
        drawing.write(new byte[] {b});
      }
    }

    assertThat(terminal.toString(UTF_8)).isEqualTo("a5n\u001b[1mé");
  }

  @Test
  void sequenceOf64Parameters_isOne_andALongerOneIsNone() throws IOException {
    String longest = "\u001b[" + "1".repeat(64) + "m";

    assertThat(shown(longest)).isEqualTo(longest);
    assertThat(shown("\u001b[" + "1".repeat(65) + "m")).doesNotContain("\u001b");
  }

  @Test
  void controlCharacterWithoutItsLead_isNotASequence() throws IOException {
    byte[] raw = {'a', (byte) 0xc2, (byte) 0xc2, (byte) 0x9b, '6', 'n'};
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    try (DrawingOnly drawing = new DrawingOnly(terminal)) {
      drawing.write(raw);
    }

    assertThat(terminal.toString(StandardCharsets.ISO_8859_1)).doesNotContain("\u009b");
  }

  private static String shown(String written) throws IOException {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    try (DrawingOnly drawing = new DrawingOnly(terminal)) {
      drawing.write(written.getBytes(UTF_8));
    }
    return terminal.toString(UTF_8);
  }
}
