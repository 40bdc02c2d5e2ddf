package io.sallyport.verifier.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The helper's command line, as far as it comes before anything is made. */
class PeopleMainTest {
  private static final String ID = "0".repeat(32);

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path config;

  @BeforeEach
  void configure() throws IOException {
    config = Files.writeString(folder.resolve("people.yaml"), "state: state\naudit: a.jsonl\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "alice",
        "{\"id\":\"%s\",\"name\":\"root\",\"groups\":[]}",
        "{\"id\":\"%s\",\"name\":\"../alice\",\"groups\":[]}",
        "{\"id\":\"%s\",\"name\":\"Alice\",\"groups\":[]}",
        "{\"id\":\"%s\",\"name\":\"alice\",\"groups\":[],\"uid\":0}",
        "{\"id\":\"../../etc\",\"name\":\"alice\",\"groups\":[]}"
      })
  void whatIsNoVisit_comesToNothing(String line) {
    assertThat(run(line.replace("%s", ID), "visit")).isEqualTo(1);

    assertThat(out.toString(UTF_8)).isEqualTo("refused: not a visit\n");
    assertThat(err.toString(UTF_8)).startsWith("sallyport-people: not a visit: ");
    assertThat(folder.resolve("state")).doesNotExist();
    assertThat(folder.resolve("a.jsonl")).doesNotExist();
  }

  @Test
  void lineThatIsTooLong_comesToNothing() {
    String groups = "\"" + "g".repeat(Visit.MAX_LENGTH) + "\"";
    String line = "{\"id\":\"" + ID + "\",\"name\":\"alice\",\"groups\":[" + groups + "]}";

    assertThat(run(line, "visit")).isEqualTo(1);
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void configuration_thatOthersCanChange_isNotBelieved() throws IOException {
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(run("", "check")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("chmod go-w " + config);
  }

  @Test
  void configuration_thatIsWrong_isReported() throws IOException {
    Files.writeString(config, "shell: /bin/evil\nhome_prefix: /root\n");

    assertThat(run("", "check")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("none of");
  }

  @Test
  void configuration_thatIsMissing_isSaidInWords() throws IOException {
    Files.delete(config);

    assertThat(run("", "check")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains(config + " ").contains("not");
  }

  @Test
  void whoWasNotMadeHere_isNotRemoved() {
    assertThat(run("", "remove", "alice")).isEqualTo(1);
    assertThat(run("", "remove", "root")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("alice was not made here", "root was not made here");
  }

  private int run(String in, String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--config";
    all[arguments.length + 1] = config.toString();
    return PeopleMain.run(
        new ByteArrayInputStream(in.getBytes(UTF_8)),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        Clock.systemUTC(),
        all);
  }
}
