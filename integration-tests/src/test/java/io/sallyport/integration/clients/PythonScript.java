package io.sallyport.integration.clients;

import static io.sallyport.integration.clients.Corner.well;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.SshRun;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A script in the test resources that uses one Python library for everything, and says "done".
 *
 * @param python Debian's own Python, which has the packaged library
 */
record PythonScript(String python, String name) {

  static PythonScript of(String name) {
    return new PythonScript("/usr/bin/python3", name);
  }

  /** Runs it as the service account, with its key. */
  void asAutomation(Corner corner, Path knownHosts, Payload file) {
    String key = corner.lab().folder().serviceAccountKey().toString();
    run(corner, knownHosts, "ansible", key, "-", file);
  }

  /** Runs it as a person, with a fresh portal token. */
  void asAlice(Corner corner, Path knownHosts, Payload file) {
    run(corner, knownHosts, "alice", "-", corner.client().portalToken("alice"), file);
  }

  private void run(
      Corner corner, Path knownHosts, String user, String key, String token, Payload file) {
    String port = "" + corner.lab().bastionPort();
    SshRun script =
        corner.run(
            python,
            "-W",
            "ignore",
            path(),
            port,
            knownHosts.toString(),
            user,
            key,
            token,
            file.file().toString(),
            corner.remote(""));
    assertThat(well(script).output()).isEqualTo("done\n");
    file.arrivedAt(corner.there("renamed"));
    file.arrivedAt(Path.of(file.file() + ".back"));
  }

  private String path() {
    return Objects.requireNonNull(PythonScript.class.getResource(name), name).getPath();
  }
}
