package io.sallyport.verifier.people;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.sallyport.verifier.people.NameService.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The check that an account or a group takes nothing of anybody else's: there is one number for
 * each name, and no other is tried.
 */
record Collisions(NameService names, Register register) {

  /** Refuses an account whose name, number or home is somebody else's. */
  void check(Person person) throws IOException, Collision {
    int uid = person.uid();
    String about = "the number of " + person.name() + ", " + uid + ", ";
    refuse(other(names.user(uid), person.name()), about + "is that of the account ");
    refuse(other(names.group(uid), person.name()), about + "is that of the group ");
    for (Person each : register.all()) {
      if (each.uid() == uid && !each.name().equals(person.name())) {
        throw new Collision(about + "is that of " + each.name() + ", who was made here");
      }
    }
    Optional<Entry> group = names.group(person.name()).filter(entry -> entry.id() != uid);
    if (group.isPresent()) {
      throw new Collision(
          "there is another group " + person.name() + ", with the number " + group.get().id());
    }
    checkHome(person);
  }

  /** Whose home is it, if it is there already? */
  private static void checkHome(Person person) throws IOException, Collision {
    Path home = Path.of(person.home());
    if (Files.notExists(home, NOFOLLOW_LINKS)) {
      return;
    }
    Object owner = Files.getAttribute(home, "unix:uid", NOFOLLOW_LINKS);
    if (!Files.isDirectory(home, NOFOLLOW_LINKS) || !owner.equals(person.uid())) {
      throw new Collision(
          "the home " + home + " is there, and no folder of the number " + person.uid());
    }
  }

  /** Refuses a group that is to be made with the number of something else. */
  void checkGroup(String name, int gid) throws IOException, Collision {
    String about = "the number of the group " + name + ", " + gid + ", ";
    refuse(other(names.group(gid), name), about + "is that of the group ");
    refuse(names.user(gid), about + "is that of the account ");
    refuse(names.user(name), "there is an account of the name of the group ");
  }

  private static Optional<Entry> other(Optional<Entry> entry, String name) {
    return entry.filter(found -> !found.name().equals(name));
  }

  private static void refuse(Optional<Entry> taken, String words) throws Collision {
    if (taken.isPresent()) {
      throw new Collision(words + taken.get().name());
    }
  }
}
