package io.sallyport.verifier.people;

import io.sallyport.verifier.people.PeopleConfig.Choice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * The ways that there are on this machine.
 *
 * @param nsswitch the file nsswitch.conf(5)
 * @param dropIns where nss-systemd is to find them
 */
record Ways(PeopleConfig config, NameService names, Path nsswitch, Path dropIns) {

  private static final Set<String> DATABASES = Set.of("passwd", "group", "shadow");

  /** The one for new accounts: drop-ins if sshd would see them. */
  Choice ofNewcomers() throws IOException {
    return switch (config.way()) {
      case DROP_IN, USERADD -> config.way();
      case AUTO -> systemdIsAsked() && names.hasSystemd() ? Choice.DROP_IN : Choice.USERADD;
    };
  }

  /** The one of an account that was made so. */
  Way of(Choice choice) {
    return choice == Choice.USERADD
        ? new UserAdd(names, config.shell(), Path.of(config.skeleton()))
        : new DropIns(dropIns, config.shell());
  }

  private boolean systemdIsAsked() throws IOException {
    if (Files.notExists(nsswitch)) {
      return false;
    }
    List<String> lines = Files.readAllLines(nsswitch);
    return DATABASES.stream()
        .allMatch(database -> lines.stream().anyMatch(line -> asks(line, database)));
  }

  private static boolean asks(String line, String database) {
    String[] words = line.replaceFirst("#.*", "").strip().split("[\\s:]+");
    return words[0].equals(database) && List.of(words).subList(1, words.length).contains("systemd");
  }
}
