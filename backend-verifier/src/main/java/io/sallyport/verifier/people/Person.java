package io.sallyport.verifier.people;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import io.sallyport.verifier.people.NameService.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Somebody whose account was made here.
 *
 * @param name its name
 * @param uid its number, and that of its own group
 * @param way how it was made
 * @param home its home, which stays when it goes
 * @param seen when they came last, in ISO 8601
 */
record Person(String name, int uid, PeopleConfig.Choice way, String home, String seen) {

  /** Refuses what nobody here has written. */
  Person {
    if (PersonName.of(name).isEmpty()) {
      throw new IllegalArgumentException("`name` is none that a person may have");
    }
    var _ = Instant.parse(seen);
  }

  /** The same, who has come now. */
  Person seenAt(Instant now) {
    return new Person(name, uid, way, home, now.toString());
  }

  /** In an account's comment: that it was made here. sshd's command looks for it, too. */
  private static final String SIGN = "via Sallyport";

  /** What the account says of its owner. */
  String comment() {
    return name + " " + SIGN;
  }

  /** Whether this account is the one that was made here, and nobody has made it theirs since. */
  boolean has(Entry account) {
    return account.id() == uid && account.comment().equals(comment());
  }

  /** When they came last. */
  Instant lastSeen() {
    return Instant.parse(seen);
  }

  /** As it is kept, in YAML. */
  String toText() {
    return """
    name: "%s"
    uid: %d
    way: %s
    home: "%s"
    seen: "%s"
    """
        .formatted(
            name, uid, way == PeopleConfig.Choice.USERADD ? "useradd" : "drop-in", home, seen);
  }

  /** Reads what was kept. */
  static Person read(Path file) throws IOException {
    return switch (ConfigFile.read(file, Person.class)) {
      case Loaded.Valid<Person>(var person) -> person;
      case Loaded.Invalid<Person> invalid -> throw new IOException(invalid.report());
    };
  }
}
