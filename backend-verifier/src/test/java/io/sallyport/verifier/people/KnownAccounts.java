package io.sallyport.verifier.people;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A machine whose accounts are those of a test, and those that nss-systemd would find in a folder.
 */
final class KnownAccounts implements NameService {
  final Map<String, Integer> users = new HashMap<>();
  final Map<String, Integer> groups = new HashMap<>();
  private final Path dropIns;
  boolean blind;
  boolean hasSystemd = true;

  KnownAccounts(Path dropIns) {
    this.dropIns = dropIns;
  }

  @Override
  public boolean hasSystemd() {
    return hasSystemd;
  }

  @Override
  public Optional<Entry> user(String name) throws IOException {
    return find(users, "user", name);
  }

  @Override
  public Optional<Entry> user(int uid) throws IOException {
    return find(users, "user", uid);
  }

  @Override
  public Optional<Entry> group(String name) throws IOException {
    return find(groups, "group", name);
  }

  @Override
  public Optional<Entry> localGroup(String name) {
    return Optional.ofNullable(groups.get(name)).map(gid -> new Entry(name, gid, ""));
  }

  @Override
  public Optional<Entry> group(int gid) throws IOException {
    return find(groups, "group", gid);
  }

  private Optional<Entry> find(Map<String, Integer> local, String kind, String name)
      throws IOException {
    if (local.containsKey(name)) {
      return Optional.of(new Entry(name, local.get(name), ""));
    }
    Path file = dropIns.resolve(name + "." + kind);
    return blind || Files.notExists(file) ? Optional.empty() : Optional.of(read(file, kind));
  }

  private Optional<Entry> find(Map<String, Integer> local, String kind, int id) throws IOException {
    for (Map.Entry<String, Integer> each : local.entrySet()) {
      if (each.getValue() == id) {
        return Optional.of(new Entry(each.getKey(), id, ""));
      }
    }
    Path file = dropIns.resolve(id + "." + kind);
    return blind || Files.notExists(file) ? Optional.empty() : Optional.of(read(file, kind));
  }

  private static Entry read(Path file, String kind) throws IOException {
    String text = Files.readString(file);
    String name = text.replaceAll("(?s).*\"" + kind + "Name\":\"([^\"]*)\".*", "$1");
    String id = text.replaceAll("(?s).*\"" + kind.charAt(0) + "id\":([0-9]+).*", "$1");
    String comment = text.replaceAll("(?s).*\"realName\":\"([^\"]*)\".*", "$1");
    return new Entry(name, Long.parseLong(id), comment);
  }
}
