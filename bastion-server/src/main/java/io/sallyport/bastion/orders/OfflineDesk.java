package io.sallyport.bastion.orders;

import io.sallyport.bastion.offline.CachedPerson;
import io.sallyport.bastion.offline.OfflineAccess;
import io.sallyport.config.Secret;
import io.sallyport.control.Desk;
import io.sallyport.control.OrderReply;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers orders about what is kept for the time when the portal is down: {@code cache-list},
 * {@code cache-show NAME}, {@code cache-invalidate NAME}, {@code cache-invalidate-all}, {@code
 * cache-unlock NAME}, {@code cache-cleanup}, {@code cache-stats}, {@code break-glass-set HASH NAME}
 * and {@code break-glass-remove NAME}. A name may hold spaces.
 */
final class OfflineDesk implements Desk {

  private static final Logger log = LoggerFactory.getLogger(OfflineDesk.class);
  private static final String NOBODY = "nothing is known of them; `sallyport cache list` shows all";
  private static final String NO_PASSWORD = "they have no break-glass password";

  private final OfflineAccess access;

  OfflineDesk(OfflineAccess access) {
    this.access = access;
  }

  @Override
  public OrderReply answer(String line) {
    String[] words = line.split(" ", 2);
    String rest = words.length == 2 ? words[1] : "";
    try {
      return switch (words[0]) {
        case "cache-list" -> lines(access.cache().all());
        case "cache-show" -> show(rest);
        case "cache-invalidate" ->
            done(access.invalidate(rest), NOBODY, "What is known of {} was invalidated", rest);
        case "cache-invalidate-all" -> count(access.invalidateAll());
        case "cache-unlock" ->
            done(
                access.passwords().unlock(rest),
                NO_PASSWORD,
                "The break-glass password of {} was unlocked",
                rest);
        case "cache-cleanup" -> count(access.cleanUp());
        case "cache-stats" -> new OrderReply.Done(access.stats());
        case "break-glass-set" -> set(rest.split(" ", 2));
        case "break-glass-remove" ->
            done(
                access.passwords().remove(rest),
                NO_PASSWORD,
                "The break-glass password of {} was removed",
                rest);
        default -> new OrderReply.Refused("the bastion does not know that command; restart it");
      };
    } catch (IOException e) {
      return new OrderReply.Unavailable("it may be as before after a restart: " + e.getMessage());
    }
  }

  private OrderReply show(String name) {
    List<CachedPerson> found =
        access.cache().all().stream().filter(person -> person.name().equals(name)).toList();
    return found.isEmpty() ? new OrderReply.Refused(NOBODY) : lines(found);
  }

  private OrderReply lines(List<CachedPerson> people) {
    return new OrderReply.Done(
        people.stream().map(person -> CachedLine.write(person, access)).toList());
  }

  private static OrderReply count(int count) {
    return new OrderReply.Done(List.of(Integer.toString(count)));
  }

  private static OrderReply done(boolean done, String otherwise, String event, String name) {
    if (!done) {
      return new OrderReply.Refused(otherwise);
    }
    log.info(event, name);
    return new OrderReply.Done(List.of());
  }

  private OrderReply set(String[] hashAndName) throws IOException {
    if (hashAndName.length != 2) {
      return new OrderReply.Refused("say whose password");
    }
    try {
      access.passwords().set(hashAndName[1], Secret.of(hashAndName[0]));
    } catch (IllegalArgumentException e) {
      return new OrderReply.Refused(String.valueOf(e.getMessage()));
    }
    log.warn("The operator has set a break-glass password for {}", hashAndName[1]);
    return new OrderReply.Done(List.of());
  }
}
