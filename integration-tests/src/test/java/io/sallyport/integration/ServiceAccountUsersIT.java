package io.sallyport.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Installation;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The users of a backend that belong to service accounts")
class ServiceAccountUsersIT {
  private UntouchedBackend backend;

  @BeforeAll
  void startBackend() throws IOException {
    backend = new UntouchedBackend(plan -> plan);
  }

  @AfterAll
  void stopBackend() {
    backend.close();
  }

  @Test
  void are_made_as_the_file_says_once() throws IOException {
    String file =
        account("robot")
            + """
            gecos = The robot
            shell = /bin/bash
            home = /home/robot-home
            uid = 20010
            gid = 20020
            """
            + account("plain")
            + account("over")
            + "expires = 2020-01-01\n";
    Tool.Outcome made = users(file);

    assertThat(made.output()).as(made.error()).isEqualTo("made robot\nmade plain\n");
    assertThat(made.exitCode()).isZero();
    assertThat(passwd("robot"))
        .isEqualTo("robot:x:20010:20020:The robot:/home/robot-home:/bin/bash");
    assertThat(backend.there("getent", "group", "20020").output()).startsWith("robot:x:20020:");
    assertThat(backend.there("stat", "-c", "%a %U", "/home/robot-home").output())
        .isEqualTo("700 robot\n");
    assertThat(passwd("plain")).contains(":Service account:/home/plain:");
    assertThat(passwd("over")).isEmpty();
    assertThat(users(file).output()).isEqualTo("nothing to do\n");
  }

  @Test
  void are_never_changed_and_what_differs_is_said() throws IOException {
    backend.there("useradd", "--uid", "20030", "--shell", "/bin/sh", "taken");
    String before = passwd("taken");

    Tool.Outcome told =
        users(
            account("taken")
                + "uid = 20031\nshell = /bin/bash\n"
                + account("other")
                + "uid = 20030\n");

    assertThat(told.exitCode()).isEqualTo(1);
    assertThat(told.error())
        .contains(
            "taken: the user there has the uid `20030`, the file says `20031`; change one of them",
            "taken: the user there has the shell `/bin/sh`, the file says `/bin/bash`",
            "other could not be made: ",
            "20030");
    assertThat(passwd("taken")).isEqualTo(before);
    assertThat(passwd("other")).isEmpty();
  }

  /** With a key of its own. */
  private static String account(String name) {
    return "[%s]\nkey_fingerprint = SHA256:%sA\n".formatted(name, name.substring(0, 1).repeat(42));
  }

  private Tool.Outcome users(String accounts) throws IOException {
    Path file =
        LabFolder.write(backend.lab.folder().backend().resolve("service-accounts.conf"), accounts);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    return backend.there(
        "env",
        "JAVA_HOME=" + System.getProperty("java.home"),
        Installation.find().verifier().toString(),
        "service-accounts",
        "users",
        UntouchedBackend.INSIDE + "/service-accounts.conf");
  }

  private String passwd(String name) {
    return backend.there("getent", "passwd", name).output().strip();
  }
}
