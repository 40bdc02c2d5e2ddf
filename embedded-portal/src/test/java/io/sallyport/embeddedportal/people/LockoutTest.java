package io.sallyport.embeddedportal.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LockoutTest {
  private static final String HERE = "192.0.2.1";
  private static final String THERE = "192.0.2.2";

  @TempDir Path folder;
  private PeopleInAFile people;
  private Lockout lockout;

  @BeforeEach
  void open() throws IOException {
    people = new PeopleInAFile(folder);
    lockout = people.lockout;
  }

  @AfterEach
  void close() {
    people.close();
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "5, 30", "6, 60", "7, 120", "11, 1920", "12, 3600", "13, 3600", "1000, 3600"})
  void pause_doublesFromThe5thFailure_upToAnHour(int failures, long seconds) {
    assertThat(Lockout.pause(failures)).hasSeconds(seconds);
  }

  @Test
  void fiveFailures_lockTheNameFromEverywhere_andTheAddressForEverybody() throws SQLException {
    fail("alice", HERE, 4);
    assertThat(lockout.isLocked("alice", HERE)).isFalse();
    fail("alice", HERE, 1);

    assertThat(lockout.isLocked("alice", THERE)).isTrue();
    assertThat(lockout.isLocked("bob", HERE)).isTrue();
    assertThat(lockout.isLocked("bob", THERE)).isFalse();
  }

  @Test
  void lock_endsWithItsTime_andTheNextFailureDoublesIt() throws SQLException {
    fail("alice", HERE, 5);
    people.clock.advance(Duration.ofSeconds(30).minusMillis(1));
    assertThat(lockout.isLocked("alice", THERE)).isTrue();
    people.clock.advance(Duration.ofMillis(1));
    assertThat(lockout.isLocked("alice", THERE)).isFalse();

    fail("alice", HERE, 1);
    people.clock.advance(Duration.ofSeconds(59));
    assertThat(lockout.isLocked("alice", THERE)).isTrue();
  }

  @Test
  void success_forgivesTheName_andNotTheAddress() throws SQLException {
    fail("alice", HERE, 5);
    lockout.succeeded("alice");

    assertThat(lockout.isLocked("alice", THERE)).isFalse();
    assertThat(lockout.isLocked("alice", HERE)).isTrue();
  }

  @Test
  void failures_areForgottenAfterADayWithoutOne() throws SQLException {
    fail("alice", HERE, 4);
    people.clock.advance(Lockout.MEMORY.plusMillis(1));
    fail("alice", HERE, 1);

    assertThat(lockout.isLocked("alice", HERE)).isFalse();
  }

  @Test
  void restart_pardonsNobody() throws SQLException, IOException {
    fail("alice", HERE, 5);
    people.close();
    people = new PeopleInAFile(folder);

    assertThat(people.lockout.isLocked("alice", THERE)).isTrue();
  }

  private void fail(String name, String address, int times) throws SQLException {
    for (int i = 0; i < times; i++) {
      lockout.failed(name, address);
    }
  }
}
