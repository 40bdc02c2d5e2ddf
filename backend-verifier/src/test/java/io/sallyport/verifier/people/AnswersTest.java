package io.sallyport.verifier.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswersTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;

  @Test
  void visitsOfOnePerson_haveTheirOwnAnswers() throws IOException {
    answers().write(visit(1), Answers.Word.OK);
    answers().write(visit(2), Answers.Word.REFUSED);

    assertThat(answer(1)).hasContent("ok\n");
    assertThat(answer(2)).hasContent("refused\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(answer(1))))
        .isEqualTo("rw-r--r--");
  }

  @Test
  void answer_goesWhenNobodyCanBeWaiting_andNotBefore() throws IOException {
    answers().write(visit(1), Answers.Word.OK);
    answers().write(visit(2), Answers.Word.OK);
    Files.setLastModifiedTime(answer(1), FileTime.from(NOON.minusSeconds(301)));
    Files.setLastModifiedTime(answer(2), FileTime.from(NOON.minusSeconds(300)));

    answers().write(visit(3), Answers.Word.OK);

    assertThat(answer(1)).doesNotExist();
    assertThat(answer(2)).exists();
    assertThat(answer(3)).exists();
  }

  @Test
  void folder_thatOthersCanChange_isNotUsed() throws IOException {
    Files.createDirectory(folder.resolve("answers"));
    Files.setPosixFilePermissions(
        folder.resolve("answers"), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(() -> answers().write(visit(1), Answers.Word.OK))
        .hasMessageContaining("chmod go-w");
  }

  private Answers answers() {
    return new Answers(folder.resolve("answers"), Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private Path answer(int number) {
    return folder.resolve("answers").resolve(visit(number).id());
  }

  private static Visit visit(int number) {
    return new Visit(
        "%032x".formatted(number), PersonName.of("alice").orElseThrow(), List.of("ops"));
  }
}
