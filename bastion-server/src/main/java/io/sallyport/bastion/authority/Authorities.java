package io.sallyport.bastion.authority;

import io.sallyport.bastion.authority.AuthorityFile.Answers;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.portal.PublishedAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of the portal's SSH authority current, in the background; {@link #current}
 * never waits. What could not be confirmed for too long is not believed any more.
 */
public final class Authorities implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Authorities.class);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

  /** So much may a clock have been set back. */
  private static final Duration SET_BACK = Duration.ofMinutes(5);

  private final PublishedAuthority portal;
  private final AuthorityFile file;
  private final UserCertificates settings;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("authority").factory());

  private volatile Optional<UserAuthority> known;
  private boolean hasRevoked; // the background thread's

  private Authorities(
      PublishedAuthority portal, AuthorityFile file, UserCertificates settings, InstantSource clock)
      throws IOException {
    this.portal = portal;
    this.file = file;
    this.settings = settings;
    this.clock = clock;
    Optional<Answers> kept = file.read();
    this.known = kept.isPresent() ? Optional.of(kept.get().read()) : Optional.empty();
    this.hasRevoked = kept.filter(answers -> !answers.revocationList().isEmpty()).isPresent();
  }

  /**
   * Begins with what is in the file, and asks the portal at once and then again and again.
   *
   * @throws IOException if there is a file that cannot be used
   */
  public static Authorities start(
      PublishedAuthority portal, Path file, UserCertificates settings, InstantSource clock)
      throws IOException {
    var authorities = new Authorities(portal, new AuthorityFile(file), settings, clock);
    authorities.thread.execute(authorities::beat);
    return authorities;
  }

  /** The same without a life of its own. */
  static Authorities still(
      PublishedAuthority portal, Path file, UserCertificates settings, InstantSource clock)
      throws IOException {
    return new Authorities(portal, new AuthorityFile(file), settings, clock);
  }

  /** The authority, if it is known and was confirmed not too long ago. */
  public Optional<UserAuthority> current() {
    Instant now = clock.instant();
    return known.filter(authority ->
        now.isBefore(authority.confirmedAt().plus(settings.maxStale()))
            && authority.confirmedAt().isBefore(now.plus(SET_BACK)));
  }

  private void beat() {
    Duration next = refresh() ? settings.refresh() : AFTER_A_FAILURE;
    if (!thread.isShutdown()) {
      var _ = thread.schedule(this::beat, next.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Asks the portal once; returns whether it has confirmed what is known now. */
  boolean refresh() {
    Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    PortalAnswer<Answers> answer =
        portal
            .publicKeys()
            .then(keys ->
                portal
                    .revocationList()
                    .then(revoked ->
                        new PortalAnswer.Given<>(
                            new Answers(keys, Base64.getEncoder().encodeToString(revoked), at))));
    return switch (answer) {
      case PortalAnswer.Given<Answers>(var answers) -> take(answers);
      case PortalAnswer.Refused<Answers>(var reason) -> failed(reason);
      case PortalAnswer.Unavailable<Answers>(var reason, _) -> failed(reason);
    };
  }

  private boolean take(Answers answers) {
    if (hasRevoked && answers.revocationList().isEmpty()) {
      return failed("the portal shows no revocation list any more, and has shown one before");
    }
    try {
      UserAuthority authority = answers.read();
      file.write(answers);
      known = Optional.of(authority);
      hasRevoked = !answers.revocationList().isEmpty();
      return true;
    } catch (IOException e) {
      return failed(String.valueOf(e.getMessage()));
    }
  }

  private boolean failed(String reason) {
    log.warn(
        "The portal's SSH authority could not be confirmed, last at {}: {}",
        known.map(authority -> authority.confirmedAt().toString()).orElse("(never)"),
        reason);
    return false;
  }

  @Override
  public void close() {
    var _ = thread.shutdownNow();
  }
}
