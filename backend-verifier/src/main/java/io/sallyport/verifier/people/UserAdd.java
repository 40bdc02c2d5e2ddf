package io.sallyport.verifier.people;

import io.sallyport.verifier.people.NameService.Entry;
import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The system's own {@code useradd} and its like, where nss-systemd is missing.
 *
 * @param names whom the system knows
 * @param shell the login shell of all of them
 * @param skeleton what a new home is filled with
 */
record UserAdd(NameService names, String shell, Path skeleton) implements Way {

  @Override
  public void makeGroup(String name, int gid) throws IOException {
    if (names.group(name).isEmpty()) {
      SystemCommand.must("groupadd", "--gid", Integer.toString(gid), name);
    }
  }

  @Override
  public void make(Person person, Set<String> groups) throws IOException {
    makeGroup(person.name(), person.uid());
    if (names.user(person.name()).isEmpty()) {
      add(person);
    }
    for (String group : groups) {
      requireLocal(group);
    }
    String all = groups.stream().sorted().collect(Collectors.joining(","));
    SystemCommand.must("usermod", "--groups", all, person.name());
  }

  /** To a group from elsewhere, usermod adds nobody, and says nothing. */
  private void requireLocal(String group) throws IOException {
    if (names.localGroup(group).isEmpty()) {
      throw new IOException(
          "the group "
              + group
              + " is not in /etc/group, where useradd's people can be added; name another one in"
              + " `groups`, or remove it where it comes from, as /etc/userdb/"
              + group
              + ".group");
    }
  }

  /** The password is none that anybody could type, and yet not what sshd takes for locked. */
  private void add(Person person) throws IOException {
    SafePath.requireSkeleton(skeleton);
    String id = Integer.toString(person.uid());
    SystemCommand.must(
        "useradd",
        "--uid",
        id,
        "--gid",
        id,
        "--no-user-group",
        "--password",
        "*",
        "--comment",
        person.comment(),
        "--shell",
        shell,
        "--home-dir",
        person.home(),
        "--create-home",
        "--skel",
        skeleton.toString(),
        "--key",
        "HOME_MODE=0700",
        person.name());
  }

  /** Takes the group of their own along; what somebody has made theirs stays with both. */
  @Override
  public void remove(Person person) throws IOException {
    Optional<Entry> account = names.user(person.name());
    if (account.isPresent() && !person.has(account.get())) {
      return;
    }
    if (account.isPresent()) {
      SystemCommand.must("userdel", person.name());
    }
    if (names.group(person.name()).filter(entry -> entry.id() == person.uid()).isPresent()) {
      SystemCommand.must("groupdel", person.name());
    }
  }
}
