package io.sallyport.embeddedportal.people;

import static io.sallyport.embeddedportal.people.PeopleInAFile.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SignInTest {
  private static final String WRONG = "wrong horse battery";
  private static final Duration STEP = Duration.ofSeconds(30);

  @TempDir Path folder;
  private PeopleInAFile portal;
  private Totp alice;

  @BeforeEach
  void open() throws IOException, SQLException {
    portal = new PeopleInAFile(folder);
    alice = portal.active("alice");
  }

  @AfterEach
  void close() {
    portal.close();
  }

  @Test
  void nameWithPasswordAndCode_isGood_onceForEachCode() throws SQLException, InterruptedException {
    assertThat(portal.signsIn("alice", PASSWORD, code())).isTrue();
    assertThat(portal.signsIn("alice", PASSWORD, code())).isFalse();
    portal.clock.advance(STEP);
    assertThat(portal.signsIn("alice", PASSWORD, code())).isTrue();
  }

  @Test
  void codeByWhichSomebodyWasWelcomed_isUsed() throws SQLException, InterruptedException {
    Invitation invitation =
        portal.people.invitation(portal.people.invite("bob", List.of())).orElseThrow();
    String code = invitation.second().code(portal.clock.instant());
    assertThat(
            new Welcome(portal.people, portal.clock).accept(invitation, PASSWORD, PASSWORD, code))
        .isEmpty();

    assertThat(portal.signsIn("bob", PASSWORD, code)).isFalse();
  }

  @Test
  void wrongPassword_doesNotUseTheCodeUp() throws SQLException, InterruptedException {
    assertThat(portal.signsIn("alice", WRONG, code())).isFalse();
    assertThat(portal.signsIn("alice", PASSWORD, code())).isTrue();
  }

  @Test
  void whoIsDisabled_orOnlyInvited_doesNotComeIn() throws SQLException, InterruptedException {
    portal.people.disable("alice", true);
    assertThat(portal.signsIn("alice", PASSWORD, code())).isFalse();
    portal.people.disable("alice", false);
    assertThat(portal.signsIn("alice", PASSWORD, code())).isTrue();

    portal.people.invite("bob", List.of());
    assertThat(portal.signsIn("bob", "", "")).isFalse();
  }

  @Test
  @DisplayName(
      "N44 nobody, a wrong password, a wrong code and no right are refused in the same time")
  void refusals_takeTheSameTime() throws SQLException, InterruptedException {
    portal.people.invite("invited", List.of());
    portal.active("disabled");
    portal.people.disable("disabled", true);
    for (String name : List.of("alice", "nobody", "invited", "disabled")) {
      assertThat(portal.signsIn(name, WRONG, code())).isFalse();
    }
    portal.lockout.succeeded("alice");
    assertThat(portal.pauses)
        .hasSize(4)
        .allMatch(pause -> pause.compareTo(Duration.ofSeconds(1)) >= 0)
        .allMatch(pause -> pause.compareTo(Duration.ofMillis(1085)) <= 0);
  }

  @Test
  void afterFiveFailures_evenTheRightOnesAreRefused_andInTheSameTime()
      throws SQLException, InterruptedException {
    for (int i = 0; i < Lockout.FREE_FAILURES; i++) {
      assertThat(portal.signsIn("alice", WRONG, "")).isFalse();
    }
    assertThat(portal.signsIn("alice", PASSWORD, code())).isFalse();
    assertThat(portal.pauses).hasSize(Lockout.FREE_FAILURES + 1);

    portal.clock.advance(Lockout.FIRST);
    assertThat(portal.signsIn("alice", PASSWORD, code())).isTrue();
  }

  @Test
  void lockedClaims_areNotCounted_soThatTheLockEnds() throws SQLException, InterruptedException {
    for (int i = 0; i < 2 * Lockout.FREE_FAILURES; i++) {
      assertThat(portal.signsIn("alice", WRONG, "")).isFalse();
    }
    portal.clock.advance(Lockout.FIRST);
    assertThat(portal.signsIn("alice", PASSWORD, code())).isTrue();
  }

  private String code() {
    return alice.code(portal.clock.instant());
  }
}
