package io.sallyport.verifier.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What sshd runs until somebody is known, with a getent of the test's. */
@Timeout(30)
class AwaitPersonTest {
  private static final Path SCRIPT = Path.of("src/main/dist/bin/sallyport-await-person");
  private static final String LOCAL = "alice:x:1001:1001:Alice:/home/alice:/bin/sh";
  private static final String MADE = "alice:x:30207:30207:alice via Sallyport:/home/alice:/bin/sh";

  @TempDir Path folder;

  record Run(int status, String output) {}

  @Test
  void answerToThisVisit_endsTheWait() throws IOException, InterruptedException {
    answer("v1", "ok");
    assertThat(run("", MADE)).isEqualTo(new Run(0, ""));

    answer("v1", "refused");
    assertThat(run("", "").status()).isEqualTo(1);
    assertThat(run("", "").output()).contains("no account for alice is made here");
  }

  @Test
  void answerToAnotherVisit_isNone() throws IOException, InterruptedException {
    answer("v0", "ok");
    assertThat(run("", "").output()).contains("there is no account for alice yet");
    answer("v0", "refused");
    assertThat(run("", "").output()).contains("there is no account for alice yet");
  }

  @Test
  void whoHasALocalAccount_isNotMadeToWait() throws IOException, InterruptedException {
    answer("v1", "refused");

    assertThat(run(LOCAL, LOCAL)).isEqualTo(new Run(0, ""));
    assertThat(run(MADE, MADE).status()).isEqualTo(1);
  }

  @Test
  void whoHasAnAccount_goesOnWithItWhenTheHelperDoesNotAnswer()
      throws IOException, InterruptedException {
    assertThat(run(MADE, MADE)).isEqualTo(new Run(0, ""));
    assertThat(run("", MADE)).isEqualTo(new Run(0, ""));
    assertThat(run("", "").status()).isEqualTo(1);
  }

  @Test
  void helperThatIsBroken_keepsNobodyOutWhoHasAnAccount() throws IOException, InterruptedException {
    answer("v1", "failed");

    assertThat(run(MADE, MADE)).isEqualTo(new Run(0, ""));
    assertThat(run("", "").status()).isEqualTo(1);
  }

  private void answer(String visit, String word) throws IOException {
    Files.writeString(folder.resolve(visit), word + "\n");
  }

  /** With these lines for the account, of the files and of all sources; an hour lasts a moment. */
  private Run run(String local, String all) throws IOException, InterruptedException {
    Path getent = folder.resolve("getent");
    Files.writeString(
        getent,
        """
        #!/bin/sh
        case $1 in -s) found='%s' ;; *) found='%s' ;; esac
        [ -n "$found" ] || exit 2
        echo "$found"
        """
            .formatted(local, all));
    assertThat(getent.toFile().setExecutable(true)).isTrue();
    String script =
        Files.readString(SCRIPT)
            .replace("PATH=/usr/bin:/bin", "PATH=" + folder + ":/usr/bin:/bin")
            .replace("tries=160", "tries=3")
            .replace("logger -t", ": -t");
    Process process =
        new ProcessBuilder("/bin/sh", "-c", script, "await", "alice", "v1", folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }
}
