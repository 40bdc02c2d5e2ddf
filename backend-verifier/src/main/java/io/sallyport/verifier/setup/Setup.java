package io.sallyport.verifier.setup;

import static io.sallyport.verifier.setup.DropIn.authorities;
import static io.sallyport.verifier.setup.DropIn.breakGlassKeys;

import io.sallyport.verifier.sshd.Sshd;
import io.sallyport.verifier.sshd.SshdSettings;
import io.sallyport.verifier.sshd.Visitor;
import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One setting up: the command is tried, then sshd's lines are, then somebody confirms; if anything
 * is wrong on the way, what was there before holds again.
 */
final class Setup {
  /** Of a network that nobody has (RFC 5737). */
  private static final String STRANGER = "198.51.100.1";

  /** What the tests take at most, before somebody is asked to confirm. */
  private static final Duration TESTS = Duration.ofSeconds(20);

  private final Sshd sshd;
  private final Places places;
  private final BackendFacts facts;
  private final SetupOptions options;
  private final DropIn dropIn;
  private final InputStream in;
  private final PrintStream out;

  Setup(
      Sshd sshd,
      Places places,
      BackendFacts facts,
      SetupOptions options,
      DropIn dropIn,
      InputStream in,
      PrintStream out) {
    this.sshd = sshd;
    this.places = places;
    this.facts = facts;
    this.options = options;
    this.dropIn = dropIn;
    this.in = in;
    this.out = out;
  }

  /**
   * Performs it.
   *
   * @throws IOException with why the old configuration holds, or what is to be done
   */
  void perform() throws IOException, InterruptedException {
    new CommandTest(dropIn.command(), facts.audit()).perform(options.login());
    sshd.requireValid();
    SshdSettings before = sshd.settings(ordinary());
    if (isThereAlready()) {
      out.println("nothing to change: " + places.dropIn() + " says all of it already");
      return;
    }
    try (Trial trial =
        Trial.begin(
            places,
            files(places.trial(), places.trialLines()),
            options.reload(),
            options.confirmWithin().plus(TESTS))) {
      tryOut(before);
      requireConfirmation();
      trial.keep(files(places.etc(), places.dropIn()), options.reload());
    }
    out.println("done: " + places.dropIn());
  }

  private void tryOut(SshdSettings before) throws IOException, InterruptedException {
    sshd.requireValid();
    SshdSettings after = sshd.settings(ordinary());
    requireEffect(after);
    out.println("What changes for " + ordinary() + ":");
    after
        .differencesFrom(before)
        .forEach(line ->
            out.println("  " + line.replace(places.trial().toString(), places.etc().toString())));
    SystemCommand.must("sh", "-c", options.reload());
    LoginTest.of(after, dropIn.command().way(), facts.audit()).perform(options.login());
    out.println("sshd asks the verifier, and lets in nobody without it.");
  }

  /** Another file may be read before ours, or have a Match block that is. */
  private void requireEffect(SshdSettings ordinary) throws IOException {
    requireNothing(dropIn.unmetBy(ordinary, places.trial()), ordinary());
    for (Visitor visitor : others()) {
      requireNothing(dropIn.unmetBy(sshd.settings(visitor), places.trial()), visitor);
    }
    Optional<BreakGlass> breakGlass = dropIn.breakGlass();
    if (breakGlass.isPresent()) {
      Visitor visitor =
          new Visitor(breakGlass.get().account(), first(breakGlass.get().addresses()), 22);
      requireNothing(dropIn.unmetForBreakGlassBy(sshd.settings(visitor), places.trial()), visitor);
    }
  }

  private void requireNothing(Optional<String> unmet, Visitor visitor) throws IOException {
    if (unmet.isPresent()) {
      throw new IOException(
          "`%s` would not hold for %s: sshd must read %s first. Put `Include %s/*.conf` into the first line of %s, and let no file there sort before it"
              .formatted(
                  unmet.get(),
                  visitor,
                  places.dropIn(),
                  places.dropIn().getParent(),
                  sshd.config()));
    }
  }

  private Visitor ordinary() {
    return new Visitor(options.login(), first(facts.bastionAddresses()), 22);
  }

  private List<Visitor> others() {
    Visitor stranger = new Visitor(options.login(), STRANGER, 22);
    Visitor root = new Visitor("root", STRANGER, 22);
    return dropIn
        .breakGlass()
        .map(account -> List.of(stranger, root, new Visitor(account.account(), STRANGER, 22)))
        .orElse(List.of(stranger, root));
  }

  /** The first address of a list, also of a network; without any, one of nobody's. */
  private static String first(List<String> addresses) {
    return addresses.stream()
        .map(range -> range.replaceFirst("/.*", ""))
        .findFirst()
        .orElse("192.0.2.1");
  }

  private void requireConfirmation() throws IOException {
    out.printf(
        "Log in through the bastion now, from another terminal%s. Then type yes here, within %d s:%n",
        dropIn.breakGlass().map(it -> ", and as " + it.account()).orElse(""),
        options.confirmWithin().toSeconds());
    if (!Confirmation.comes(in, options.confirmWithin())) {
      throw new IOException("nobody has confirmed it");
    }
  }

  /** All files by their paths, that of the lines as the last. */
  private Map<Path, String> files(Path folder, Path lines) {
    Map<Path, String> files = new LinkedHashMap<>();
    dropIn.breakGlass().ifPresent(account -> files.put(breakGlassKeys(folder), account.keys()));
    if (dropIn.command().way() == Way.PRINCIPALS) {
      files.put(authorities(folder), String.join("\n", facts.hopCas()) + "\n");
    }
    files.put(lines, dropIn.text(folder));
    return files;
  }

  private boolean isThereAlready() throws IOException {
    for (var file : files(places.etc(), places.dropIn()).entrySet()) {
      if (Files.notExists(file.getKey())
          || !Files.readString(file.getKey()).equals(file.getValue())) {
        return false;
      }
    }
    return true;
  }
}
