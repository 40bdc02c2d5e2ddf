package io.sallyport.embeddedportal.people;

import io.sallyport.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The people of a database, with a clock that a test moves, and pauses that it sees. */
final class PeopleInAFile implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  static final String ADDRESS = "192.0.2.1";

  final MovedClock clock = new MovedClock();
  final List<Duration> pauses = new ArrayList<>();
  final Database store;
  final LocalPeople people;
  final Lockout lockout;
  final SignIn signIn;

  /** Nanoseconds that the next looks at the time come to. */
  long nanoTime;

  PeopleInAFile(Path folder) throws IOException {
    store = Database.open(folder.resolve("people"), LocalPeople.SCHEMA);
    people = new LocalPeople(store, ColumnKey.loadOrCreate(folder), clock);
    lockout = new Lockout(store, clock);
    Pace pace = new Pace(() -> nanoTime, pauses::add, RandomGenerator.of("L64X128MixRandom"));
    signIn = new SignIn(people, lockout, pace, clock);
  }

  /** Invited, and come. */
  Totp active(String name) throws SQLException {
    Invitation invitation =
        people.invitation(people.invite(name, List.of("ops", "dev"))).orElseThrow();
    String code = invitation.second().code(clock.instant());
    var objection = new Welcome(people, clock).accept(invitation, PASSWORD, PASSWORD, code);
    if (objection.isPresent()) {
      throw new AssertionError(objection.get());
    }
    clock.advance(Duration.ofSeconds(30));
    return invitation.second();
  }

  boolean signsIn(String name, String password, String code)
      throws SQLException, InterruptedException {
    return signIn.isGood(new SignIn.Claim(name, password, code, ADDRESS));
  }

  @Override
  public void close() {
    store.close();
  }
}
