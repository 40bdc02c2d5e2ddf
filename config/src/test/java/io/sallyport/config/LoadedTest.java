package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LoadedTest {
  private static final Path FILE = Path.of("some.yaml");

  @Test
  void report_hasOneLinePerProblem_inTheOrderOfTheFile() {
    var invalid =
        new Loaded.Invalid<String>(
            FILE,
            List.of(
                new Problem(3, "b.c", "is wrong"),
                new Problem(1, "", "is odd"),
                new Problem(3, "b.a", "is wrong, too"),
                new Problem(0, "", "is unsafe")));
    assertThat(invalid.report())
        .isEqualTo(
            """
            some.yaml: is unsafe
            some.yaml:1: is odd
            some.yaml:3: b.c: is wrong
            some.yaml:3: b.a: is wrong, too\
            """);
  }

  @Test
  void controlCharacters_cannotBreakTheReport() {
    var invalid =
        new Loaded.Invalid<String>(
            FILE, List.of(new Problem(1, "a\nb", "must be x, not `\u001b[31m\r`")));
    assertThat(invalid.report()).isEqualTo("some.yaml:1: a?b: must be x, not `?[31m?`");
  }

  @Test
  void invalidFile_hasAProblem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Loaded.Invalid<String>(FILE, List.of()));
  }
}
