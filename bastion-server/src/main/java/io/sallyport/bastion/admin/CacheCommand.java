package io.sallyport.bastion.admin;

import io.sallyport.bastion.offline.Outage;
import io.sallyport.bastion.orders.CachedLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport cache}: what is kept of people for the time when the portal is down. */
@Command(
    name = "cache",
    description = "Show and invalidate what counts while the portal is down.",
    mixinStandardHelpOptions = true)
final class CacheCommand {

  private static final String NAME = "sallyport cache";
  private static final String FORM = "%-24s  %-20s  %-20s  %-12s  %s%n";

  @Command(name = "list", description = "List whom the portal has described, by name.")
  int list(
      @Mixin ConfigOption config,
      @Option(names = "--json", description = "As a JSON array.") boolean json) {
    return order(
        config,
        "cache-list",
        lines -> {
          List<CachedLine> people = lines.stream().map(CachedLine::read).toList();
          return json ? printJson(people) : printTable(people);
        });
  }

  @Command(name = "show", description = "Show all that is known of somebody, but no secret.")
  int show(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "PERSON", description = "whom") String person) {
    return order(
        config,
        "cache-show " + person,
        lines -> {
          print(CachedLine.read(lines.getFirst()));
          return ExitCode.OK;
        });
  }

  @Command(
      name = "invalidate",
      description = {
        "Forget what the portal has said about somebody, so that they need the portal again.",
        "Sessions that the portal has allowed go on; a break-glass password stays."
      })
  int invalidate(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "PERSON", description = "whom") String person) {
    return order(config, "cache-invalidate " + person, _ -> say("Invalidated: " + person + "."));
  }

  @Command(name = "invalidate-all", description = "The same for everybody.")
  int invalidateAll(@Mixin ConfigOption config) {
    return order(
        config, "cache-invalidate-all", lines -> say("Invalidated: " + lines.getFirst() + "."));
  }

  @Command(name = "unlock", description = "Forget the wrong guesses of a break-glass password.")
  int unlock(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "PERSON", description = "whose") String person) {
    return order(config, "cache-unlock " + person, _ -> say("Unlocked: " + person + "."));
  }

  @Command(name = "cleanup", description = "Forget what is too old to count.")
  int cleanup(@Mixin ConfigOption config) {
    return order(config, "cache-cleanup", lines -> say("Forgotten: " + lines.getFirst() + "."));
  }

  @Command(name = "stats", description = "Count what is kept.")
  int stats(@Mixin ConfigOption config) {
    return order(
        config,
        "cache-stats",
        lines -> {
          lines.forEach(System.out::println);
          return ExitCode.OK;
        });
  }

  @Command(
      name = "force-online",
      description = {
        "Let nobody go on without the portal, at once, until --off; works while no bastion runs.",
        "Sessions that were begun without it end when they are checked next, within minutes."
      })
  int forceOnline(
      @Mixin ConfigOption config,
      @Option(names = "--off", description = "Let the configuration decide again.") boolean off) {
    return config
        .read()
        .map(settings -> settings.config().state().resolve(Outage.FORCE_ONLINE))
        .map(file -> off ? remove(file) : create(file))
        .orElse(ExitCode.MISUSED);
  }

  private static int create(Path file) {
    try {
      if (Files.notExists(file)) {
        Files.createFile(file);
      }
      return say("Forced online by " + file + ".");
    } catch (IOException e) {
      System.err.println(NAME + ": the file cannot be made, nothing is forced: " + e);
      return ExitCode.FAILED;
    }
  }

  private static int remove(Path file) {
    try {
      return say(Files.deleteIfExists(file) ? "Not forced online any more." : "It was not forced.");
    } catch (IOException e) {
      System.err.println(NAME + ": the file cannot be removed, it is still forced: " + e);
      return ExitCode.FAILED;
    }
  }

  private static int order(ConfigOption config, String line, ToIntFunction<List<String>> done) {
    return new RunningBastion(config).order(NAME, line, done);
  }

  private static int say(String text) {
    System.out.println(text);
    return ExitCode.OK;
  }

  private static int printTable(List<CachedLine> people) {
    System.out.printf(FORM, "NAME", "CONFIRMED", "OFFLINE UNTIL", "BREAK-GLASS", "GROUPS");
    people.forEach(person ->
        System.out.printf(
            FORM,
            person.name(),
            orNever(person.confirmedAt()),
            orNever(person.offlineUntil()),
            state(person),
            String.join(", ", person.groups())));
    return ExitCode.OK;
  }

  private static String state(CachedLine person) {
    CachedLine.Password password = person.breakGlass();
    if (password == null) {
      return "-";
    }
    return password.lockedUntil() == null ? "set" : "locked";
  }

  private static String orNever(@Nullable String time) {
    return Optional.ofNullable(time).orElse("-");
  }

  private static int printJson(List<CachedLine> people) {
    return say(CachedLine.array(people));
  }

  private static void print(CachedLine person) {
    System.out.println("name:           " + person.name());
    System.out.println("groups:         " + String.join(", ", person.groups()));
    System.out.println("confirmed:      " + orNever(person.confirmedAt()));
    System.out.println("offline until:  " + orNever(person.offlineUntil()));
    person
        .destinations()
        .forEach(seen ->
            System.out.println("destination:    " + seen.destination() + " since " + seen.at()));
    CachedLine.Password password = person.breakGlass();
    if (password != null) {
      System.out.println("break-glass:    set " + password.setAt());
      System.out.println("  counts until: " + orNever(password.until()));
      System.out.println("  failures:     " + password.failures());
      System.out.println("  locked until: " + orNever(password.lockedUntil()));
    }
  }
}
