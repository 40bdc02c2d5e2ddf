package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReadFailureTest {

  @Test
  void everyFailure_isToldInWordsThatFollowTheFilesName() {
    assertThat(ReadFailure.describe(new NoSuchFileException("x")))
        .isEqualTo("does not exist; create it or correct its name");
    assertThat(ReadFailure.describe(new AccessDeniedException("x")))
        .isEqualTo("may not be read; give user " + ProcessUser.name() + " the right to");
    assertThat(ReadFailure.describe(new MalformedInputException(1)))
        .isEqualTo("is not UTF-8 text; convert it");
    assertThat(ReadFailure.describe(new FileSystemException("x", null, "Too many levels")))
        .isEqualTo("cannot be read: Too many levels");
    assertThat(ReadFailure.describe(new IOException("Is a directory")))
        .isEqualTo("cannot be read: Is a directory");
    assertThat(ReadFailure.describe(new UnsafeFileException(Path.of("x"), "is a link")))
        .isEqualTo("is a link");
  }
}
