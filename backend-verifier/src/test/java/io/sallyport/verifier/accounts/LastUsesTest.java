package io.sallyport.verifier.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastUsesTest {
  @TempDir Path folder;

  @Test
  void lastUse_isTheLatestYes() throws IOException {
    LastUses uses =
        uses(
            """
            {"at":"2026-11-20T10:00:00Z","decision":"allowed","code":"ok","login":"d","sub":"ansible","key_fp":"SHA256:k"}
            {"at":"2026-11-22T10:00:00Z","decision":"allowed","code":"ok","login":"d","sub":"ansible","direct":"true"}
            {"at":"2026-11-21T10:00:00Z","decision":"allowed","code":"ok","login":"d","sub":"ansible","key_fp":"SHA256:k"}
            {"at":"2026-11-23T10:00:00Z","decision":"refused","code":"expired","login":"ok","sub":"ansible","key_fp":"SHA256:k"}
            {"at":"2026-11-24T10:00:00Z","decision":"allowed","code":"ok","login":"ansible","sub":"bob","key_fp":"SHA256:k"}
            """);

    assertThat(uses.of("ansible")).contains(Instant.parse("2026-11-22T10:00:00Z"));
    assertThat(uses.of("backup")).isEmpty();
  }

  @Test
  void personOfTheSameName_doesNotCount() throws IOException {
    LastUses uses =
        uses(
            "{\"at\":\"2026-11-20T10:00:00Z\",\"code\":\"ok\",\"login\":\"d\",\"sub\":\"ansible\"}\n");

    assertThat(uses.of("ansible")).isEmpty();
  }

  @Test
  void lineThatWasCut_orIsNone_isLeftOut() throws IOException {
    LastUses uses =
        uses(
            """
            {"at":"2026-11-20T10:00:00Z","code":"ok","sub":"ansible","direct":"true"}
            {"at":"never","code":"ok","sub":"ansible","direct":"true"}
            "ok"
            {"at":"2026-11-22T10:00:00Z","code":"ok","sub":"ansible","direct":"true"\
            """);

    assertThat(uses.of("ansible")).contains(Instant.parse("2026-11-20T10:00:00Z"));
  }

  @Test
  void fileThatWasRotated_isLookedAt_andNeitherNeedsToBeThere() throws IOException {
    Path rotated = folder.resolve("audit.jsonl.1");
    Files.writeString(
        rotated,
        "{\"at\":\"2026-11-20T10:00:00Z\",\"code\":\"ok\",\"sub\":\"a\",\"direct\":\"true\"}\n");

    assertThat(LastUses.in(List.of(rotated, folder.resolve("audit.jsonl"))).of("a")).isPresent();
    assertThat(LastUses.in(List.of(folder.resolve("none"))).of("a")).isEmpty();
  }

  private LastUses uses(String lines) throws IOException {
    return LastUses.in(List.of(Files.writeString(folder.resolve("audit.jsonl"), lines)));
  }
}
