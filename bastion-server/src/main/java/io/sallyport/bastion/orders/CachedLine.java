package io.sallyport.bastion.orders;

import io.sallyport.bastion.offline.CachedPerson;
import io.sallyport.bastion.offline.EarlierToken;
import io.sallyport.bastion.offline.OfflineAccess;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of somebody for the time when the portal is down, as a line of a reply: nothing
 * with which anybody could get in.
 *
 * @param confirmedAt the portal's last word about them; null if it has taken that back
 * @param offlineUntil until when they may go on by themselves; null: they may not
 * @param destinations where they may go then
 * @param breakGlass null if they have no password
 */
public record CachedLine(
    String name,
    List<String> groups,
    @Nullable String confirmedAt,
    @Nullable String offlineUntil,
    List<Seen> destinations,
    @Nullable Password breakGlass) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Where the portal has vouched for them, and when. */
  public record Seen(String destination, String at) {}

  /**
   * Their break-glass password.
   *
   * @param until until when it counts; null: not without a word of the portal's
   * @param lockedUntil null if it is not locked
   */
  public record Password(
      String setAt, @Nullable String until, int failures, @Nullable String lockedUntil) {}

  static String write(CachedPerson person, OfflineAccess access) {
    return JSON.writeValueAsString(of(person, access));
  }

  /** Reads what {@link #write} has written. */
  public static CachedLine read(String line) {
    return JSON.readValue(line, CachedLine.class);
  }

  /** As a JSON array. */
  public static String array(Collection<CachedLine> lines) {
    return JSON.writeValueAsString(lines);
  }

  private static CachedLine of(CachedPerson person, OfflineAccess access) {
    return new CachedLine(
        person.name(),
        List.copyOf(new TreeSet<>(person.groups())),
        person.isConfirmed() ? text(person.confirmedAt()) : null,
        access.offlineUntil(person).map(CachedLine::text).orElse(null),
        person.tokens().stream().map(CachedLine::seen).toList(),
        person
            .password()
            .map(password ->
                new Password(
                    text(password.setAt()),
                    access.brokenGlassUntil(person).map(CachedLine::text).orElse(null),
                    password.failures(),
                    password.lockedUntil().map(CachedLine::text).orElse(null)))
            .orElse(null));
  }

  private static Seen seen(EarlierToken token) {
    return new Seen(token.login() + "@" + token.target(), text(token.at()));
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
