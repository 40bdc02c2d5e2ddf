package io.sallyport.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system's own sshd in a mount namespace and a process namespace of its own. There /etc/passwd
 * knows the login {@code deploy}, /home is a folder of the lab, and /run and /var/log are empty, so
 * nothing on the host changes; and when sshd ends, so does every session that it started.
 */
final class SshdNamespace {
  /** Where the lab's backend folder appears inside the namespace: every parent is root's. */
  static final String INSIDE = "/run/sallyport";

  private static final Path SSHD = Path.of("/usr/sbin/sshd");
  private static final List<String> NAMESPACES =
      List.of(
          "unshare",
          "--mount",
          "--propagation",
          "private",
          "--pid",
          "--fork",
          "--kill-child",
          "--mount-proc");

  private SshdNamespace() {}

  /** Why there can be none here; empty when there can. */
  static Optional<String> missing() {
    if (!"0\n".equals(Tool.run("id", "-u"))) {
      return Optional.of("sshd needs root");
    }
    if (!Files.isExecutable(SSHD)) {
      return Optional.of(SSHD + " is not installed");
    }
    String[] probe = Stream.concat(NAMESPACES.stream(), Stream.of("true")).toArray(String[]::new);
    return Tool.attempt("", probe).ok()
        ? Optional.empty()
        : Optional.of("this machine does not allow mount namespaces");
  }

  /** An sshd with a configuration file of the lab's backend folder. */
  static Daemon sshd(LabFolder folder, String name, String config) {
    return new Daemon(
        name + "'s sshd",
        folder.log(name),
        "Server listening on",
        Stream.concat(NAMESPACES.stream(), Stream.of("sh", "-euc", enter(folder, config))).toList(),
        unshare -> unshare.children().findFirst().orElse(unshare));
  }

  private static String enter(LabFolder folder, String config) {
    return """
    mount -t tmpfs -o mode=755 tmpfs /run
    mkdir /run/sshd %1$s
    mount --bind '%2$s' %1$s
    for file in passwd group shadow; do mount --bind %1$s/etc/$file /etc/$file; done
    mount -t tmpfs -o mode=755 tmpfs /var/log
    mount --bind %1$s/home /home
    exec %3$s -D -e -f %1$s/%4$s
    """
        .formatted(INSIDE, folder.backend(), SSHD, config);
  }
}
