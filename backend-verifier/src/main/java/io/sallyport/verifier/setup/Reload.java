package io.sallyport.verifier.setup;

import io.sallyport.verifier.sshd.Sshd;
import io.sallyport.verifier.sshd.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How sshd is made to read its configuration, as a command of the shell. */
final class Reload {
  private Reload() {}

  /** By systemd where it runs, under the unit's name in Debian or the others'; else by signal. */
  static String of(Sshd sshd) throws IOException {
    if (Files.isDirectory(Path.of("/run/systemd/system"))) {
      return "systemctl try-reload-or-restart ssh.service 2>/dev/null"
          + " || systemctl try-reload-or-restart sshd.service";
    }
    String pidFile =
        sshd.settings(new Visitor("root", "127.0.0.1", 22)).value("pidfile").orElse("none");
    if (pidFile.equals("none")) {
      throw new IOException("sshd keeps no pid file; say with --reload how it is told");
    }
    return "kill -HUP \"$(cat '%s')\"".formatted(pidFile);
  }
}
