package io.sallyport.integration.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.lab.Client;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One test's corner of the lab: a folder here, a folder in the backend's home, and what the bastion
 * writes from now on.
 */
final class Corner {
  /** How the service account jumps. */
  static final String JUMP = Lab.SERVICE_ACCOUNT + "@bastion";

  static final String TARGET = Lab.LOGIN + "@web-01";

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Lab lab;
  private final String name;
  private final Path folder;
  private final Evidence evidence;

  Corner(Lab lab, String client) {
    this.lab = lab;
    name = client + "-" + COUNT.incrementAndGet();
    folder = lab.folder().path().resolve("clients").resolve(name);
    evidence = Evidence.from(lab);
    makeFolders();
  }

  private void makeFolders() {
    Path home = lab.folder().home().resolve(Lab.LOGIN);
    try {
      Files.createDirectories(folder);
      Files.createDirectory(home.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Tool.run("chown", "--reference=" + home, home.resolve(name).toString());
  }

  Lab lab() {
    return lab;
  }

  Client client() {
    return lab.client();
  }

  Evidence evidence() {
    return evidence;
  }

  /** A file in the folder of this side. */
  Path here(String file) {
    return folder.resolve(file);
  }

  /** A file in the folder on the backend, seen from outside of it. */
  Path there(String file) {
    return lab.folder().home().resolve(Lab.LOGIN).resolve(name).resolve(file);
  }

  /** The same file, seen from the login's home. */
  String remote(String file) {
    return name + "/" + file;
  }

  Payload payload(String file, int bytes) {
    return Payload.random(here(file), bytes);
  }

  /** A file that the login has on the backend. */
  Payload payloadThere(String file, int bytes) {
    Payload payload = Payload.random(there(file), bytes);
    Tool.run("chown", "--reference=" + there("."), payload.file().toString());
    return payload;
  }

  Path script(String file, String text) {
    return LabFolder.writeScript(here(file), text);
  }

  Path write(String file, String text) {
    return LabFolder.writePrivate(here(file), text);
  }

  /** The ssh command that programs are given which run ssh themselves. */
  String ssh() {
    return "ssh -F " + lab.folder().sshConfig() + " -J " + JUMP;
  }

  /** A run of a program that keeps what it keeps in this corner. */
  SshRun run(String... words) {
    return client().command(words).with("HOME", folder.toString());
  }

  /** The output of a program that must end well. */
  String output(String... words) {
    return well(run(words)).output();
  }

  static SshRun.Finished well(SshRun run) {
    SshRun.Finished finished = run.finish();
    assertThat(finished.exitCode()).as(finished.error() + finished.output()).isZero();
    return finished;
  }
}
