package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which YAML is accepted at all. */
final class YamlDocumentTest {
  private static final int MEBIBYTE = 1 << 20;

  private final TestFolder folder;

  YamlDocumentTest(@TempDir Path path) {
    folder = new TestFolder(path);
  }

  record Config(Optional<String> name, @Default("") List<String> list) {}

  @Test
  void emptyFile_hasNoKeys() {
    assertThat(folder.config("", Config.class)).isEqualTo(new Config(Optional.empty(), List.of()));
    assertThat(folder.config("# only this\n", Config.class).name()).isEmpty();
    assertThat(folder.config("---\n...\n", Config.class).name()).isEmpty();
  }

  @Test
  void rootThatIsNoMapping_isRefused() {
    assertThat(folder.report("\n- a\n", Config.class))
        .containsExactly("test.yaml:2: must be a mapping; write one `key: value` per line");
  }

  @Test
  void syntaxError_isReportedWithItsLine_withoutQuotingTheFile() {
    assertThat(folder.report("name: hunter2\n  list: hunter3\n", Config.class))
        .containsExactly("test.yaml:2: is not valid YAML: mapping values are not allowed here");
    assertThat(folder.report("name: x\nlist: [hunter2\n", Config.class))
        .singleElement()
        .asString()
        .startsWith("test.yaml:3: is not valid YAML: while parsing a flow sequence, expected")
        .doesNotContain("hunter2");
  }

  @Test
  void unprintableCharacter_isReportedWithItsLine() {
    assertThat(folder.report("# a\n\nname: '\u0007'\n", Config.class))
        .containsExactly("test.yaml:3: is not valid YAML: special characters are not allowed");
  }

  @Test
  void unknownVersionOfYaml_isRefused() {
    assertThat(folder.report("%YAML 3.0\n---\nname: x\n", Config.class))
        .singleElement()
        .asString()
        .startsWith("test.yaml: is not valid YAML: ");
  }

  @Test
  void secondDocument_isRefused() {
    assertThat(folder.report("name: x\n---\nname: y\n", Config.class))
        .containsExactly(
            "test.yaml:2: is not valid YAML: expected a single document in the stream, but found"
                + " another document");
  }

  @Test
  void anchorsAliasesAndTags_areRefused() {
    assertThat(folder.report("list:\n- &a x\n- *a\n- !!str y\n- !z {}\n", Config.class))
        .containsExactly(
            "test.yaml:2: anchors (&) are not supported; remove it",
            "test.yaml:3: aliases (*) are not supported; write the value out",
            "test.yaml:4: tags (!) are not supported; remove it",
            "test.yaml:5: tags (!) are not supported; remove it");
  }

  @Test
  @Timeout(10)
  void bombOfAliases_isRefusedBeforeItGrows() {
    StringBuilder bomb = new StringBuilder("l0: &l0 [x, x]\n");
    for (int level = 1; level < 60; level++) {
      bomb.append("l%1$d: &l%1$d [*l%2$d, *l%2$d]\n".formatted(level, level - 1));
    }
    assertThat(folder.report(bomb.toString(), Config.class)).hasSize(60 + 59 * 2);
  }

  @Test
  void nesting_isAllowedTo32Levels_andRefusedBeyond() {
    record Nested(Optional<Nested> in) {}
    assertThat(folder.config(nested(32), Nested.class).in()).isPresent();
    assertThat(folder.report(nested(33), Nested.class))
        .containsExactly("test.yaml:1: is nested more than 32 levels deep; flatten it");
  }

  @Test
  void endlessNesting_doesNotOverflowTheStack() {
    assertThat(folder.report("[".repeat(500_000), Config.class))
        .containsExactly("test.yaml:1: is nested more than 32 levels deep; flatten it");
  }

  @Test
  void manyItemsSideBySide_areNotDeep() {
    assertThat(folder.report("list: [" + "[], ".repeat(100) + "]", Config.class)).hasSize(100);
  }

  @Test
  void file_isAllowedToHave1MiB_andRefusedBeyond() {
    String head = "name: x\n#";
    String full = head + "a".repeat(MEBIBYTE - head.length());
    assertThat(folder.config(full, Config.class).name()).contains("x");
    assertThat(folder.report(full + "a", Config.class))
        .containsExactly("test.yaml: cannot be read: it is larger than 1 MiB");
  }

  @Test
  void fileThatIsNotUtf8_isRefused() throws IOException {
    Path file = folder.path().resolve("latin1.yaml");
    Files.write(file, new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xE9});
    assertThat(folder.report(ConfigFile.read(file, Config.class)))
        .containsExactly("latin1.yaml: is not UTF-8 text; convert it");
  }

  @Test
  void textInAnyLanguage_isRead() {
    assertThat(folder.config("name: Zoë 日本 🙂", Config.class).name()).contains("Zoë 日本 🙂");
  }

  @Test
  void folderInsteadOfAFile_isRefused() {
    assertThat(folder.report(ConfigFile.read(folder.path(), Config.class)))
        .containsExactly(folder.path() + ": cannot be read: Is a directory");
  }

  private static String nested(int levels) {
    return "{in: ".repeat(levels - 1) + "{}" + "}".repeat(levels - 1);
  }
}
