package io.sallyport.verifier.people;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.sallyport.config.PublicFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON user and group records (systemd.io/USER_RECORD) in a folder that nss-systemd reads. There is
 * no server behind them, so nobody's look-up can hang. The file by which a name resolves is written
 * last and removed first: nobody ever meets half an account.
 *
 * @param shell the login shell of all of them
 */
record DropIns(Path folder, String shell) implements Way {

  private static final JsonFactory JSON = new JsonFactory();

  /** An empty file would count as masked. */
  private static final String MEMBERSHIP = "{}\n";

  @Override
  public void makeGroup(String name, int gid) throws IOException {
    prepare();
    write(
        name + ".group",
        json(object ->
            object.writeStringProperty("groupName", name).writeNumberProperty("gid", gid)));
    link(gid + ".group", name + ".group");
  }

  @Override
  public void make(Person person, Set<String> groups) throws IOException {
    makeGroup(person.name(), person.uid());
    for (String file : memberships(person)) {
      if (groups.stream().noneMatch(group -> file.equals(membership(person, group)))) {
        Files.delete(folder.resolve(file));
      }
    }
    for (String group : groups) {
      write(membership(person, group), MEMBERSHIP);
    }
    link(person.uid() + ".user", person.name() + ".user");
    write(person.name() + ".user", user(person));
  }

  private String user(Person person) {
    return json(object ->
        object
            .writeStringProperty("userName", person.name())
            .writeNumberProperty("uid", person.uid())
            .writeNumberProperty("gid", person.uid())
            .writeStringProperty("realName", person.comment())
            .writeStringProperty("homeDirectory", person.home())
            .writeStringProperty("shell", shell)
            .writeStringProperty("disposition", "regular"));
  }

  @Override
  public void remove(Person person) throws IOException {
    Files.deleteIfExists(folder.resolve(person.name() + ".user"));
    Files.deleteIfExists(folder.resolve(person.uid() + ".user"));
    for (String file : memberships(person)) {
      Files.delete(folder.resolve(file));
    }
    Files.deleteIfExists(folder.resolve(person.name() + ".group"));
    Files.deleteIfExists(folder.resolve(person.uid() + ".group"));
  }

  private void prepare() throws IOException {
    if (Files.notExists(folder, NOFOLLOW_LINKS)) {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    SafePath.requireRoots(folder);
  }

  private List<String> memberships(Person person) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(file -> file.startsWith(person.name() + ":") && file.endsWith(".membership"))
          .toList();
    }
  }

  private static String membership(Person person, String group) {
    return person.name() + ":" + group + ".membership";
  }

  private void write(String file, String text) throws IOException {
    PublicFile.write(folder.resolve(file), text.getBytes(StandardCharsets.UTF_8));
  }

  private void link(String file, String target) throws IOException {
    Path draft = folder.resolve("." + file + ".new");
    Files.deleteIfExists(draft);
    Files.createSymbolicLink(draft, Path.of(target));
    Files.move(draft, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String json(Consumer<JsonGenerator> members) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return text + "\n";
  }
}
