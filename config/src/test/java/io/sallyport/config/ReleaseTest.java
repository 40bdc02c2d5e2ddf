package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReleaseTest {

  @Test
  void version_isThatOfTheBuild() throws IOException {
    assertThat(Files.readString(Path.of("../pom.xml")))
        .containsPattern(
            "<artifactId>sallyport</artifactId>\\s*<version>"
                + Release.VERSION.replace(".", "\\.")
                + "(-SNAPSHOT)?</version>");
  }
}
