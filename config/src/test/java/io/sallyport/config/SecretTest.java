package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "s3cret", "EMPTY", "");

  private final TestFolder folder;

  SecretTest(@TempDir Path path) {
    folder = new TestFolder(path);
  }

  record Config(Secret token) {}

  @Test
  void secret_doesNotShowInTexts() {
    Config config = new Config(Secret.of("s3cret"));
    assertThat(config).hasToString("Config[token=(secret)]");
    assertThat(config.token().reveal()).isEqualTo("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "s3cret\n", "s3cret\r\n", "s3cret\n\n"})
  void secretInAFile_isItsContentWithoutTheNewlineAtTheEnd(String content) {
    folder.write("token", content, "rw-------");
    assertThat(folder.config("token: {file: token}", Config.class).token().reveal())
        .isEqualTo("s3cret");
  }

  @Test
  void secretInAFile_keepsSpacesAndInnerNewlines() {
    folder.write("token", " a\nb \n", "r--------");
    assertThat(folder.config("token: {file: token}", Config.class).token().reveal())
        .isEqualTo(" a\nb ");
  }

  @Test
  void secretInTheEnvironment_isTheVariablesValue() {
    assertThat(folder.read("token: {env: TOKEN}", Config.class, ENVIRONMENT))
        .isInstanceOfSatisfying(
            Loaded.Valid.class,
            valid -> assertThat(((Config) valid.config()).token().reveal()).isEqualTo("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOBODY", "EMPTY"})
  void variableThatIsNotSetOrEmpty_isRefused(String name) {
    assertThat(folder.report(folder.read("token: {env: " + name + "}", Config.class, ENVIRONMENT)))
        .containsExactly(
            "test.yaml:1: token: environment variable "
                + name
                + " is not set; set it or use {file: NAME}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "'hunter2'", "12345678"})
  void secretInTheConfigurationItself_isRefused_andNotRepeated(String secret) {
    assertThat(folder.report("token: " + secret, Config.class))
        .containsExactly(
            "test.yaml:1: token: must not stand in this file; put it elsewhere and write"
                + " {file: NAME} or {env: NAME}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{file: token, env: TOKEN}"})
  void secret_hasExactlyOneSource(String source) {
    assertThat(folder.report(folder.read("token: " + source, Config.class, ENVIRONMENT)))
        .containsExactly("test.yaml:1: token: must be {file: NAME} or {env: NAME}");
  }

  @Test
  void sourceWithAnUnknownKey_isRefused() {
    assertThat(folder.report("token: {fle: token}", Config.class))
        .contains("test.yaml:1: token.fle: is not a known key; did you mean `file`?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void emptySecretFile_isRefused(String content) {
    folder.write("token", content, "rw-------");
    assertThat(folder.report("token: {file: token}", Config.class))
        .containsExactly("test.yaml:1: token: token is empty; write the secret into it");
  }

  @Test
  void missingSecretFile_isRefused() {
    assertThat(folder.report("token: {file: token}", Config.class))
        .containsExactly("test.yaml:1: token: token does not exist; create it or correct its name");
  }

  @Test
  void secretFileThatOthersCanRead_isRefused_withTheCommandThatHelps() {
    folder.write("token", "s3cret", "rw-r-----");
    assertThat(folder.report("token: {file: token}", Config.class))
        .containsExactly(
            "test.yaml:1: token: token is open to group or others (rw-r-----);"
                + " run: chmod 600 token");
  }

  @Test
  void secretFileThatIsNotUtf8_isRefused() throws IOException {
    Files.write(folder.write("token", "", "rw-------"), new byte[] {(byte) 0xFF});
    assertThat(folder.report("token: {file: token}", Config.class))
        .containsExactly("test.yaml:1: token: token is not UTF-8 text; convert it");
  }
}
