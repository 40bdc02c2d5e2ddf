package io.sallyport.verifier.people;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a visit does, in a folder of its own that no machine looks into. The JVM's AOT cache is made
 * from what it does meanwhile.
 */
final class Rehearsal {
  private static final String VISIT =
      "{\"id\":\"00000000000000000000000000000000\",\"name\":\"rehearsal\",\"groups\":[\"ops\"]}";

  private Rehearsal() {}

  /**
   * Performs it once.
   *
   * @throws IOException if it went wrong, with the reason in words
   */
  static void perform() throws IOException {
    Path folder = Files.createTempDirectory("sallyport-people-rehearsal");
    try {
      run(folder);
    } finally {
      Files.walkFileTree(folder, new Removal());
    }
  }

  private static void run(Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("people.yaml"), "way: drop-in\nstate: state\naudit: log\n");
    if (!(ConfigFile.read(file, PeopleConfig.class)
        instanceof Loaded.Valid<PeopleConfig>(var config))) {
      throw new IOException("the rehearsal's own configuration is not valid");
    }
    Visit visit = Visit.parse(VISIT);
    String name = visit.name().toString();
    String now = Clock.systemUTC().instant().toString();
    Person person =
        new Person(name, config.uids().of(name), config.way(), config.home(visit.name()), now);
    DropIns dropIns = new DropIns(folder.resolve("userdb"), config.shell());
    try (Register register = Register.open(config.state())) {
      new Collisions(new Getent(), register).check(person);
      register.keep(person);
      dropIns.make(person, Set.of("ops"));
      dropIns.remove(person);
      register.forget(person);
    } catch (Collision _) {
      // There is such an account on this machine: enough has been done.
    }
    new Deeds(config.audit(), Clock.systemUTC()).record(visit, new Outcome.NotOurs(visit.name()));
    new Answers(folder.resolve("answers"), Clock.systemUTC()).write(visit, Answers.Word.OK);
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
