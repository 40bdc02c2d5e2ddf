package io.sallyport.verifier.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeopleConfigTest {
  @TempDir Path folder;

  @Test
  void example_saysTheDefaults_andWhoIsInWhichGroup() throws IOException {
    Path example = Path.of("../config/examples/people.yaml");
    var config = (Loaded.Valid<PeopleConfig>) ConfigFile.read(example, PeopleConfig.class);
    var nothing =
        (Loaded.Valid<PeopleConfig>)
            ConfigFile.read(
                Files.writeString(folder.resolve("p.yaml"), "{}\n"), PeopleConfig.class);

    assertThat(config.config().groups()).isEqualTo(Map.of("ops", "web-admins"));
    assertThat(config.config())
        .usingRecursiveComparison()
        .ignoringFields("groups")
        .isEqualTo(nothing.config());
    assertThat(nothing.config().removeAfter()).isEqualTo(Duration.ofDays(90));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drop_ins: /etc             | none of [/etc/userdb, /run/userdb]",
        "shell: /bin/evil           | `shell` is /bin/evil, which is none of",
        "shell: /bin/../bin/bash    | `shell` must be an absolute path",
        "home_prefix: /root         | `home_prefix` is /root, which is none of",
        "home_prefix: /home/../root | `home_prefix` must be an absolute path",
        "skeleton: etc/skel         | `skeleton` must be an absolute path",
        "groups: {ops: root}        | root is no name of a group that people may be in",
        "groups: {ops: 'a:b'}       | a:b is no name of a group",
        "uids: {min: 0, max: 5000}  | 1000 to 60000",
        "gids: {min: 0, max: 5000}  | 1000 to 60000",
        "remove_after: 0s           | remove_after",
        "uid: 1000                  | is not a known key",
      })
  void whatNobodyHasApproved_isAProblem(String line, String words) throws IOException {
    Path file = Files.writeString(folder.resolve("people.yaml"), line + "\n");

    assertThat(ConfigFile.read(file, PeopleConfig.class))
        .isInstanceOfSatisfying(
            Loaded.Invalid.class,
            invalid -> assertThat(invalid.report()).containsIgnoringCase(words));
  }

  @Test
  void approvedShell_isOneThatStandsThere() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("people.yaml"),
            """
            shell: /opt/sh
            approved_shells: [/opt/sh]
            home_prefix: /srv/home
            approved_home_prefixes: [/srv/home]
            """);

    var config = (Loaded.Valid<PeopleConfig>) ConfigFile.read(file, PeopleConfig.class);
    assertThat(config.config().home(PersonName.of("alice").orElseThrow()))
        .isEqualTo("/srv/home/alice");
  }
}
