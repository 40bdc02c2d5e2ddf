package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BannerTest {

  private final Path file;

  BannerTest(@TempDir Path folder) {
    this.file = folder.resolve("banner.txt");
  }

  @Test
  void lines_areSentAsSshWritesThem() throws IOException {
    assertThat(banner("  Grüße!\nsecond\r\n\n\n")).isEqualTo("  Grüße!\r\nsecond\r\n");
  }

  @Test
  void banner_hasUpTo4096Bytes() throws IOException {
    assertThat(banner("x".repeat(4096))).hasSize(4098);
    assertThatThrownBy(() -> banner("x".repeat(4097))).hasMessageContaining("4096 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b[31mred", "a\u0007", "a\tb", "a\rb", "a\u009b31m", "a\u202eb", "a\u2028b"})
  void whatDoesMoreThanStandThere_isRefused(String text) {
    assertThatThrownBy(() -> banner(text)).hasMessageContaining("visible characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \n \n"})
  void emptyBanner_isRefused(String text) {
    assertThatThrownBy(() -> banner(text)).hasMessageContaining("empty");
  }

  @Test
  void otherEncodings_areRefused() {
    assertThatThrownBy(
            () -> {
              Files.write(file, "Grüße".getBytes(StandardCharsets.ISO_8859_1));
              Banner.read(file);
            })
        .isInstanceOf(CharacterCodingException.class);
  }

  private String banner(String text) throws IOException {
    return Banner.read(Files.writeString(file, text)).toString();
  }
}
