package io.sallyport.embeddedportal.people;

import io.sallyport.password.PasswordHash;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/** The acceptance of invitations: a password is chosen, and a second factor shown to work. */
public final class Welcome {
  static final int MIN_LENGTH = 12;
  static final int MAX_LENGTH = 256;

  private final LocalPeople people;
  private final Clock clock;

  /** Into these people. */
  public Welcome(LocalPeople people, Clock clock) {
    this.people = people;
    this.clock = clock;
  }

  /**
   * Takes the password and the second factor.
   *
   * @return what is wrong, for whoever typed it; empty when it is done
   */
  public Optional<String> accept(Invitation invitation, String password, String again, String code)
      throws SQLException {
    Optional<String> objection = objection(invitation.name(), password, again);
    if (objection.isPresent()) {
      return objection;
    }
    OptionalLong step = invitation.second().stepOf(code, clock.instant(), 0);
    if (step.isEmpty()) {
      return Optional.of("That is not the code of now. Is the time on your phone right?");
    }
    var text = new LocalPeople.PasswordText(PasswordHash.of(password).text());
    return people.accept(invitation, text, step.getAsLong())
        ? Optional.empty()
        : Optional.of("The invitation is over. Ask for another one.");
  }

  private static Optional<String> objection(String name, String password, String again) {
    if (password.length() < MIN_LENGTH) {
      return Optional.of("A password has at least " + MIN_LENGTH + " characters.");
    }
    if (password.length() > MAX_LENGTH) {
      return Optional.of("A password has at most " + MAX_LENGTH + " characters.");
    }
    if (password.contains(name)) {
      return Optional.of("The password contains your name. Choose another one.");
    }
    if (password.chars().distinct().count() < 5) {
      return Optional.of("The password repeats itself. Choose another one.");
    }
    return password.equals(again)
        ? Optional.empty()
        : Optional.of("The two passwords are not the same.");
  }
}
