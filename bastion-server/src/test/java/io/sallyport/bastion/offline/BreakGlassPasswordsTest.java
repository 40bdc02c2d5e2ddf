package io.sallyport.bastion.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.offline.BreakGlassPasswords.Guess;
import io.sallyport.bastion.testing.MemoryRows;
import io.sallyport.bastion.testing.Offline;
import io.sallyport.bastion.testing.ShiftedClock;
import io.sallyport.config.Secret;
import io.sallyport.password.PasswordHash;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Passwords for the time when the portal is down. */
final class BreakGlassPasswordsTest {

  private static final String PASSWORD = "correct horse battery";
  private static final Secret HASH = Secret.of(PasswordHash.of(PASSWORD).text());
  private static final Duration MOMENT = Duration.ofSeconds(10);

  private final ShiftedClock clock = new ShiftedClock();
  private final MemoryRows rows = new MemoryRows();
  private BreakGlassPasswords passwords = open("alice");

  @BeforeEach
  void setPassword() throws IOException {
    passwords.set("alice", HASH);
  }

  @Test
  void rightPassword_isRight_andAnyOtherIsWrong() throws InterruptedException {
    assertThat(guess("alice", PASSWORD)).isInstanceOf(Guess.Right.class);
    assertWrong("is wrong", "alice", PASSWORD + "x");
    assertWrong("is wrong", "alice", "");
    assertWrong("have no break-glass password", "bob", PASSWORD);
  }

  @Test
  void fifthWrongGuessInARow_locksForFiveMinutes_thenEachForTwiceAsLong()
      throws InterruptedException {
    guessWrong(4);
    assertThat(guess("alice", PASSWORD)).isInstanceOf(Guess.Right.class);
    guessWrong(5);
    assertLockedFor(Duration.ofMinutes(5));
    guessWrong(1);
    assertLockedFor(Duration.ofMinutes(10));
    guessWrong(1);
    assertLockedFor(Duration.ofMinutes(20));
    guessWrong(1);
    assertLockedFor(Duration.ofMinutes(40));
    guessWrong(1);
    assertLockedFor(Duration.ofHours(1));
    guessWrong(1);
    assertLockedFor(Duration.ofHours(1));
  }

  @Test
  void lock_isKeptWithTheEntry_overARestart() throws InterruptedException {
    guessWrong(5);
    passwords = open("alice");

    assertWrong("is locked", "alice", PASSWORD);
  }

  @Test
  void guessesWhileItIsLocked_lockNoLonger() throws InterruptedException {
    guessWrong(5);
    assertWrong("is locked", "alice", "x");
    clock.advance(Duration.ofMinutes(5));

    assertThat(guess("alice", PASSWORD)).isInstanceOf(Guess.Right.class);
  }

  @Test
  void operator_unlocks() throws IOException, InterruptedException {
    guessWrong(5);

    assertThat(passwords.unlock("bob")).isFalse();
    assertThat(passwords.unlock("alice")).isTrue();
    assertThat(guess("alice", PASSWORD)).isInstanceOf(Guess.Right.class);
  }

  @Test
  void whoIsNotNamed_canHaveNone_andOneThatIsThereDoesNotCount() throws InterruptedException {
    assertThatThrownBy(() -> passwords.set("bob", HASH))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bob does not stand under `break_glass: people:`");
    passwords = open("carol");

    assertWrong("have no break-glass password", "alice", PASSWORD);
    passwords = open("alice");
    assertWrong("have no break-glass password", "alice", PASSWORD); // it was forgotten
  }

  @Test
  void removed_isGone() throws IOException, InterruptedException {
    assertThat(passwords.remove("alice")).isTrue();
    assertThat(passwords.remove("alice")).isFalse();

    assertWrong("have no break-glass password", "alice", PASSWORD);
  }

  @Test
  void whatTheOperatorChanges_isWrittenForGood_orSaidNotToBe() throws IOException {
    assertThat(rows.synced()).isEqualTo(rows.rows());
    passwords.remove("alice");
    assertThat(rows.synced()).isEmpty();
    passwords.set("alice", HASH);
    rows.breakDown();

    assertThatThrownBy(() -> passwords.set("alice", HASH)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> passwords.remove("alice")).isInstanceOf(IOException.class);
  }

  @Test
  void whatIsNoHash_isNotKept_andNotQuoted() {
    assertThatThrownBy(() -> passwords.set("alice", Secret.of("hunter2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }

  private void guessWrong(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      assertWrong("is wrong", "alice", "wrong");
    }
  }

  private void assertLockedFor(Duration time) throws InterruptedException {
    clock.advance(time.minus(MOMENT));
    assertWrong("is locked", "alice", PASSWORD);
    clock.advance(MOMENT);
  }

  private void assertWrong(String reason, String name, String password)
      throws InterruptedException {
    assertThat(guess(name, password))
        .isInstanceOfSatisfying(
            Guess.Wrong.class, wrong -> assertThat(wrong.reason()).contains(reason));
  }

  private Guess guess(String name, String password) throws InterruptedException {
    return passwords.guess(name, password, InetAddress.getLoopbackAddress());
  }

  private BreakGlassPasswords open(String named) {
    var policy = new BreakGlassPolicy(Set.of(named), Duration.ofDays(7));
    var rules = new OutageRules(Optional.empty(), Optional.of(policy), Set.of());
    return Offline.access(rows, rules, Path.of("/nonexistent"), clock).passwords();
  }
}
