package io.sallyport.verifier.people;

import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answers of {@code getent}, which asks as sshd will. */
final class Getent implements NameService {

  private static final int NOT_FOUND = 2;

  @Override
  public Optional<Entry> user(String name) throws IOException {
    return entry("passwd", name);
  }

  @Override
  public Optional<Entry> user(int uid) throws IOException {
    return entry("passwd", Integer.toString(uid));
  }

  @Override
  public Optional<Entry> group(String name) throws IOException {
    return entry("group", name);
  }

  @Override
  public Optional<Entry> localGroup(String name) throws IOException {
    return entry("group", name, "-s", "files");
  }

  @Override
  public Optional<Entry> group(int gid) throws IOException {
    return entry("group", Integer.toString(gid));
  }

  /** It knows root whatever else it knows; where it is not installed, getent finds nobody. */
  @Override
  public boolean hasSystemd() throws IOException {
    return SystemCommand.run("getent", "-s", "systemd", "passwd", "root").ok();
  }

  private static Optional<Entry> entry(String database, String key, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("getent"));
    command.addAll(List.of(options));
    command.addAll(List.of(database, key));
    SystemCommand.Result result = SystemCommand.run(command.toArray(String[]::new));
    if (result.status() == NOT_FOUND) {
      return Optional.empty();
    }
    String[] fields = result.output().strip().split(":", -1);
    if (result.status() != 0 || fields.length < 3 || !fields[2].matches("[0-9]{1,10}")) {
      throw new IOException("getent " + database + " " + key + " does not say who that is");
    }
    return Optional.of(
        new Entry(fields[0], Long.parseLong(fields[2]), fields.length > 4 ? fields[4] : ""));
  }
}
