package io.sallyport.embeddedportal.people;

import static io.sallyport.embeddedportal.people.PeopleInAFile.PASSWORD;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalPeopleTest {
  @TempDir Path folder;
  private PeopleInAFile portal;

  @BeforeEach
  void open() throws IOException {
    portal = new PeopleInAFile(folder);
  }

  @AfterEach
  void close() {
    portal.close();
  }

  @Test
  void invitation_isGoodForThreeDays() throws SQLException {
    String code = portal.people.invite("alice", List.of("ops"));
    portal.clock.advance(LocalPeople.INVITATION_LIFE.minusMillis(1));
    assertThat(portal.people.invitation(code)).map(Invitation::name).contains("alice");
    portal.clock.advance(Duration.ofMillis(1));
    assertThat(portal.people.invitation(code)).isEmpty();
  }

  @Test
  void invitation_isGoodOnce_andAnotherOneEndsIt() throws SQLException {
    String first = portal.people.invite("alice", List.of("ops"));
    String second = portal.people.invite("alice", List.of("dev"));
    assertThat(portal.people.invitation(first)).isEmpty();

    Invitation invitation = portal.people.invitation(second).orElseThrow();
    assertThat(accept(invitation, PASSWORD, PASSWORD)).isEqualTo("");
    assertThat(portal.people.invitation(second)).isEmpty();
    assertThat(accept(invitation, PASSWORD, PASSWORD)).contains("is over");
    assertThat(portal.people.find("alice").orElseThrow())
        .isEqualTo(new LocalPerson("alice", List.of("dev"), LocalPerson.State.ACTIVE));
  }

  @ParameterizedTest
  @CsvSource({
    "elevenchars, elevenchars, at least 12",
    "twelve chars, twelve charS, not the same",
    "alice in wonderland, alice in wonderland, contains your name",
    "abababababababab, abababababababab, repeats itself"
  })
  void password_thatIsEasyToGuess_isNotTaken(String password, String again, String objection)
      throws SQLException {
    Invitation invitation =
        portal.people.invitation(portal.people.invite("alice", List.of())).orElseThrow();
    assertThat(accept(invitation, password, again)).contains(objection);
    assertThat(accept(invitation, "twelve chars", "twelve chars")).isEqualTo("");
  }

  @Test
  void secondFactor_mustWorkBeforeItIsTaken() throws SQLException {
    Invitation invitation =
        portal.people.invitation(portal.people.invite("alice", List.of())).orElseThrow();
    assertThat(new Welcome(portal.people, portal.clock).accept(invitation, PASSWORD, PASSWORD, "1"))
        .hasValueSatisfying(objection -> assertThat(objection).contains("not the code of now"));
    assertThat(portal.people.factors("alice")).isEmpty();
  }

  @Test
  void whoIsDisabled_isNotFound_andHasNoInvitation() throws SQLException {
    String code = portal.people.invite("alice", List.of());
    assertThat(portal.people.disable("alice", true)).isTrue();

    assertThat(portal.people.find("alice")).isEmpty();
    assertThat(portal.people.invitation(code)).isEmpty();
    assertThat(portal.people.all())
        .containsExactly(new LocalPerson("alice", List.of(), LocalPerson.State.DISABLED));
    assertThat(portal.people.disable("bob", true)).isFalse();
    assertThat(portal.people.remove("alice")).isTrue();
    assertThat(portal.people.remove("alice")).isFalse();
  }

  @Test
  @DisplayName("neither passwords, codes nor keys of second factors stand in the database's file")
  void secrets_areNotInTheFile() throws SQLException, IOException {
    String code = portal.people.invite("bob", List.of());
    Totp second = portal.active("alice");
    portal.store.sync();
    String file = Files.readString(folder.resolve("people.mv.db"), ISO_8859_1);

    assertThat(file)
        .contains("alice")
        .doesNotContain(PASSWORD, code, second.base32())
        .doesNotContain(new String(second.key(), ISO_8859_1));
  }

  @Test
  void column_opensAtItsPlaceOnly() throws IOException {
    ColumnKey key = ColumnKey.loadOrCreate(folder);
    byte[] sealed = key.seal("here", new byte[] {1, 2, 3});

    assertThat(ColumnKey.loadOrCreate(folder).open("here", sealed)).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> key.open("there", sealed)).hasMessageContaining("does not open");
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(() -> key.open("here", sealed)).hasMessageContaining("does not open");
  }

  private String accept(Invitation invitation, String password, String again) throws SQLException {
    String code = invitation.second().code(portal.clock.instant());
    return new Welcome(portal.people, portal.clock)
        .accept(invitation, password, again, code)
        .orElse("");
  }
}
