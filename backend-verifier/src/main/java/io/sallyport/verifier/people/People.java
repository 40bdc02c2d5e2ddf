package io.sallyport.verifier.people;

import io.sallyport.verifier.people.NameService.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The helper's work, under the lock of its register: accounts for those who come, and none any more
 * for those who have stayed away. An account that was not made here is never touched.
 */
final class People {

  private final PeopleConfig config;
  private final Ways ways;
  private final NameService names;
  private final Register register;
  private final Processes processes;
  private final InstantSource clock;

  People(
      PeopleConfig config, Ways ways, Register register, Processes processes, InstantSource clock) {
    this.config = config;
    this.ways = ways;
    this.names = ways.names();
    this.register = register;
    this.processes = processes;
    this.clock = clock;
  }

  /**
   * Somebody comes.
   *
   * @throws IOException if something is broken, with words; then there is no new account
   */
  Outcome visit(Visit visit) throws IOException {
    PersonName name = visit.name();
    Optional<Person> known = register.find(name);
    Optional<Entry> there = names.user(name.toString());
    if (there.isPresent() && known.filter(person -> person.has(there.get())).isEmpty()) {
      if (known.isPresent()) {
        remove(known.get()); // else its memberships would be added to those of the other
      }
      return new Outcome.NotOurs(name);
    }
    try {
      Person person = known.isPresent() ? known.get() : newcomer(name);
      settle(person.seenAt(clock.instant()), visit.groups(), known.isEmpty());
      return known.isPresent() ? new Outcome.Renewed(person) : new Outcome.Made(person);
    } catch (Collision e) {
      return new Outcome.Refused(name, String.valueOf(e.getMessage()));
    }
  }

  private Person newcomer(PersonName name) throws IOException {
    SafePath.requireFolder("home_prefix", Path.of(config.homePrefix()));
    String text = name.toString();
    return new Person(
        text,
        config.uids().of(text),
        ways.ofNewcomers(),
        config.home(name),
        Instant.EPOCH.toString());
  }

  /** It is written down before it is made: what a crash leaves half-done is known as ours. */
  private void settle(Person person, List<String> portalGroups, boolean isNew)
      throws IOException, Collision {
    Collisions collisions = new Collisions(names, register);
    collisions.check(person);
    Way way = ways.of(person.way());
    Set<String> groups = groups(portalGroups, way, collisions);
    register.keep(person);
    try {
      way.make(person, groups);
      requireResolves(person);
    } catch (IOException e) {
      if (isNew) {
        remove(person);
      }
      throw e;
    }
  }

  /** The local groups for these groups of the portal's; those that are missing are made. */
  private Set<String> groups(List<String> portalGroups, Way way, Collisions collisions)
      throws IOException, Collision {
    Set<String> groups = new TreeSet<>();
    for (String portalGroup : portalGroups) {
      String group = config.groups().get(portalGroup);
      if (group != null && groups.add(group) && names.group(group).isEmpty()) {
        int gid = config.gids().of(group);
        collisions.checkGroup(group, gid);
        way.makeGroup(group, gid);
      }
    }
    return groups;
  }

  private void requireResolves(Person person) throws IOException {
    if (names.user(person.name()).filter(person::has).isEmpty()) {
      throw new IOException(
          person.name()
              + " was made and is not seen by this machine; is `systemd` in the lines passwd, group and"
              + " shadow of /etc/nsswitch.conf, and libnss-systemd installed?");
    }
  }

  /** Those who were made here. */
  List<Person> all() throws IOException {
    return register.all();
  }

  /** Removes those who have not come for too long; those who have processes stay for now. */
  List<Farewell> tidy() throws IOException {
    Instant latest = clock.instant().minus(config.removeAfter());
    List<Farewell> farewells = new ArrayList<>();
    for (Person person : register.all()) {
      if (!person.lastSeen().isAfter(latest)) {
        farewells.add(dismiss(person));
      }
    }
    return farewells;
  }

  /** Removes somebody now, unless they have processes; empty for who was not made here. */
  Optional<Farewell> dismiss(PersonName name) throws IOException {
    return register.find(name).map(this::dismiss);
  }

  /** One who cannot be removed does not keep the others. */
  private Farewell dismiss(Person person) {
    try {
      if (processes.anyOf(person.uid())) {
        return new Farewell.Busy(person);
      }
      remove(person);
      return new Farewell.Gone(person);
    } catch (IOException e) {
      return new Farewell.Broken(person, String.valueOf(e.getMessage()));
    }
  }

  private void remove(Person person) throws IOException {
    ways.of(person.way()).remove(person);
    register.forget(person);
  }
}
