package io.sallyport.bastion.admin;

import io.sallyport.password.PasswordHash;
import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sallyport break-glass}: the passwords for the time when the portal is down. */
@Command(
    name = "break-glass",
    description = "Set and remove the passwords that count while the portal is down.",
    mixinStandardHelpOptions = true)
final class BreakGlassCommand {

  private static final String NAME = "sallyport break-glass";
  private static final int SHORTEST = 12;
  private static final int LONGEST = 256;

  @Command(
      name = "set",
      description = {
        "Set somebody's password: asked for twice in a terminal, else the first line of the input.",
        "They must stand under `break_glass: people:` in the configuration."
      })
  int set(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "PERSON", description = "whose") String person) {
    Optional<String> password = read(person);
    if (password.isEmpty()) {
      return ExitCode.MISUSED;
    }
    String hash = PasswordHash.of(password.get()).text();
    return new RunningBastion(config)
        .order(
            NAME,
            "break-glass-set " + hash + " " + person,
            _ -> say("Set: " + person + " may break the glass. Keep the password sealed."));
  }

  @Command(name = "remove", description = "Take somebody's password away.")
  int remove(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "PERSON", description = "whose") String person) {
    return new RunningBastion(config)
        .order(NAME, "break-glass-remove " + person, _ -> say("Removed: " + person + "."));
  }

  private static int say(String text) {
    System.out.println(text);
    return ExitCode.OK;
  }

  private static Optional<String> read(String person) {
    Optional<String> password =
        Optional.ofNullable(System.console())
            .filter(Console::isTerminal)
            .map(console -> twice(console, person))
            .orElseGet(BreakGlassCommand::line);
    return password.filter(text -> {
      boolean good = text.length() >= SHORTEST && text.length() <= LONGEST;
      if (!good) {
        System.err.printf(
            "%s: a password has %d to %d characters; nothing was changed%n",
            NAME, SHORTEST, LONGEST);
      }
      return good;
    });
  }

  private static Optional<String> twice(Console console, String person) {
    char[] one = console.readPassword("Break-glass password for %s: ", person);
    char[] other = console.readPassword("The same again: ");
    if (one == null || other == null || !String.valueOf(one).equals(String.valueOf(other))) {
      System.err.println(NAME + ": that was not twice the same; nothing was changed");
      return Optional.empty();
    }
    return Optional.of(String.valueOf(one));
  }

  private static Optional<String> line() {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    return in.lines().findFirst().or(() -> Optional.of(""));
  }
}
