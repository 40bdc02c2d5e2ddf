package io.sallyport.embeddedportal.people;

import io.sallyport.password.PasswordHash;
import java.sql.SQLException;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The decision whether somebody may sign in with name, password and code. Every refusal takes the
 * same time and says the same: nobody learns whether the name exists, or what of it was wrong. Safe
 * for many threads.
 */
public final class SignIn {
  private static final Logger log = LoggerFactory.getLogger(SignIn.class);

  /** Hashes at a time; each takes 64 MiB. */
  private static final int AT_A_TIME = 4;

  /** Nobody's: hashed against where there is no name, so that it takes as long. */
  private static final PasswordHash NOBODYS = PasswordHash.of("");

  private final LocalPeople people;
  private final Lockout lockout;
  private final Pace pace;
  private final Clock clock;
  private final Semaphore hashes = new Semaphore(AT_A_TIME);

  /** A decision about these people. */
  public SignIn(LocalPeople people, Lockout lockout, Pace pace, Clock clock) {
    this.people = people;
    this.lockout = lockout;
    this.pace = pace;
    this.clock = clock;
  }

  /** What somebody has typed, and from where. */
  public record Claim(String name, String password, String code, String address) {
    /** Without the secrets. */
    @Override
    public String toString() {
      return "Claim[name=" + name + ", address=" + address + "]";
    }
  }

  private enum Reason {
    GOOD,
    LOCKED,
    NOBODY,
    WRONG_PASSWORD,
    WRONG_CODE
  }

  /**
   * Whether the claim is good. Returns when a refusal has taken its time.
   *
   * @throws SQLException if the database failed
   */
  public boolean isGood(Claim claim) throws SQLException, InterruptedException {
    Pace.Attempt attempt = pace.begin();
    Reason reason = decide(claim);
    if (reason == Reason.GOOD) {
      attempt.succeeded();
      lockout.succeeded(claim.name());
      log.info("{} signed in from {}", claim.name(), claim.address());
      return true;
    }
    if (reason != Reason.LOCKED) {
      lockout.failed(claim.name(), claim.address());
    }
    // The log does not repeat a name that nobody has: people type passwords where names belong.
    log.warn(
        "sign-in refused: {}{}, from {}",
        reason,
        reason == Reason.NOBODY || reason == Reason.LOCKED ? "" : " of " + claim.name(),
        claim.address());
    attempt.refused();
    return false;
  }

  private Reason decide(Claim claim) throws SQLException, InterruptedException {
    if (lockout.isLocked(claim.name(), claim.address())) {
      return Reason.LOCKED;
    }
    var factors = people.factors(claim.name());
    PasswordHash expected = factors.map(Factors::password).orElse(NOBODYS);
    boolean matches = matches(expected, claim.password());
    if (factors.isEmpty()) {
      return Reason.NOBODY;
    }
    Factors own = factors.get();
    OptionalLong step = own.second().stepOf(claim.code(), clock.instant(), own.lastStep());
    if (!matches) {
      return Reason.WRONG_PASSWORD;
    }
    return step.isPresent() && people.use(claim.name(), step.getAsLong())
        ? Reason.GOOD
        : Reason.WRONG_CODE;
  }

  private boolean matches(PasswordHash hash, String password) throws InterruptedException {
    hashes.acquire();
    try {
      return hash.matches(password);
    } finally {
      hashes.release();
    }
  }
}
