package io.sallyport.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system's own sshd in a mount namespace and a process namespace of its own. There /etc is a
 * copy that knows the login {@code deploy}, /home is a folder of the lab, and /run and /var/log are
 * empty, so nothing on the host changes; and when sshd ends, so does every session that it started.
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
    return sshd(folder, name, config, Optional.empty(), "");
  }

  /**
   * The same.
   *
   * @param usr is laid over the machine's /usr, so that its sshd is another one
   * @param before commands that are run there first; /etc may be changed by them
   */
  static Daemon sshd(
      LabFolder folder, String name, String config, Optional<Path> usr, String before) {
    String script = usr.map(SshdNamespace::layOver).orElse("") + enter(folder, config, before);
    return new Daemon(
        name + "'s sshd",
        folder.log(name),
        "Server listening on",
        Stream.concat(NAMESPACES.stream(), Stream.of("sh", "-euc", script)).toList(),
        unshare -> unshare.children().findFirst().orElse(unshare));
  }

  /** A command in a mount namespace of its own where the backend's users have their names. */
  static List<String> knowingItsUsers(LabFolder folder, String... command) {
    String enter =
        "mount --bind '%s/etc/passwd' /etc/passwd; exec \"$@\"".formatted(folder.backend());
    return Stream.concat(
            Stream.of("unshare", "--mount", "--propagation", "private", "sh", "-euc", enter, "sh"),
            Stream.of(command))
        .toList();
  }

  private static String layOver(Path usr) {
    return """
    mount -t tmpfs tmpfs /mnt
    mkdir /mnt/usr
    mount -t overlay overlay -o 'lowerdir=%s:/usr' /mnt/usr
    mount --bind /mnt/usr /usr
    """
        .formatted(usr);
  }

  private static String enter(LabFolder folder, String config, String before) {
    return """
    mount -t tmpfs -o mode=755 tmpfs /run
    mkdir /run/sshd %1$s
    mount --bind '%2$s' %1$s
    mkdir /run/etc
    cp -a /etc/. /run/etc
    for file in %1$s/etc/*; do [ "${file##*/}" = pam ] || cp "$file" /run/etc; done
    mount --bind /run/etc /etc
    if [ -e %1$s/etc/pam ]; then mount --bind %1$s/etc/pam /etc/pam.d/sshd; fi
    mount -t tmpfs -o mode=755 tmpfs /var/log
    mount --bind %1$s/home /home
    %5$s
    exec %3$s -D -e -f %1$s/%4$s
    """
        .formatted(INSIDE, folder.backend(), SSHD, config, before.strip());
  }
}
