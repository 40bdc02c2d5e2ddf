package io.sallyport.verifier.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import io.sallyport.config.ReadFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line {@code sallyport-people}, which root runs, or systemd for the verifier. */
@Command(
    name = "sallyport-people",
    description = "Makes accounts for people whom the portal knows and this machine does not.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(visit | tidy | list | remove | check)")
final class PeopleMain {
  private static final int OK = 0;
  private static final int COULD_NOT = 1;
  private static final int CONFIGURATION_PROBLEMS = 2;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Clock clock;

  @Option(
      names = "--config",
      defaultValue = "/etc/sallyport-verifier/people.yaml",
      paramLabel = "FILE",
      scope = CommandLine.ScopeType.INHERIT)
  private Path file = Path.of("");

  private PeopleMain(InputStream in, PrintStream out, PrintStream err, Clock clock) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.clock = clock;
  }

  /** Runs the command; the exit status is 0, 1 (could not) or 2 (configuration, usage). */
  public static void main(String[] arguments) {
    System.exit(run(System.in, System.out, System.err, Clock.systemUTC(), arguments));
  }

  static int run(
      InputStream in, PrintStream out, PrintStream err, Clock clock, String... arguments) {
    return new CommandLine(new PeopleMain(in, out, err, clock))
        .setOut(new PrintWriter(out, true, UTF_8))
        .setErr(new PrintWriter(err, true, UTF_8))
        .execute(arguments);
  }

  /** What a command does with a good configuration; gives the exit status. */
  private interface Work {
    int of(PeopleConfig config) throws IOException;
  }

  @Command(
      description = "Read one visit from standard input, and deal with it.",
      mixinStandardHelpOptions = true)
  int visit() {
    return work(this::visit);
  }

  @Command(
      description = "Remove those who have not come for too long.",
      mixinStandardHelpOptions = true)
  int tidy() {
    return work(config ->
        with(
            config,
            people -> {
              String why = "has not come for " + config.removeAfter().toDays() + " days";
              List<Farewell> farewells = people.tidy();
              for (Farewell farewell : farewells) {
                say(config, farewell, why);
              }
              return farewells.stream().anyMatch(Farewell.Broken.class::isInstance)
                  ? COULD_NOT
                  : OK;
            }));
  }

  @Command(description = "List those who were made here.", mixinStandardHelpOptions = true)
  int list() {
    return work(config ->
        with(
            config,
            people -> {
              for (Person person : people.all()) {
                out.printf(
                    "%s %d %s %s%n", person.name(), person.uid(), person.home(), person.seen());
              }
              return OK;
            }));
  }

  @Command(description = "Remove somebody who was made here.", mixinStandardHelpOptions = true)
  int remove(@Parameters(paramLabel = "NAME") String name) {
    return work(config -> with(config, people -> remove(config, people, name)));
  }

  @Command(
      description = "Report all problems of the configuration.",
      mixinStandardHelpOptions = true)
  int check() {
    return work(config -> {
      SafePath.requireSkeleton(Path.of(config.skeleton()));
      SafePath.requireFolder("home_prefix", Path.of(config.homePrefix()));
      SafePath.requireRoots(Path.of(config.shell()).toRealPath());
      out.println(file + ": no problems");
      return OK;
    });
  }

  @Command(description = "Do everything once, for `prepare`.", hidden = true)
  int rehearse() {
    try {
      Rehearsal.perform();
      return OK;
    } catch (IOException e) {
      err.println("the rehearsal: " + e.getMessage());
      return COULD_NOT;
    }
  }

  private int work(Work work) {
    try {
      SafePath.requireRoots(file.toAbsolutePath());
      return switch (ConfigFile.read(file, PeopleConfig.class)) {
        case Loaded.Valid<PeopleConfig>(PeopleConfig config) -> work.of(config);
        case Loaded.Invalid<PeopleConfig> invalid -> {
          err.println(invalid.report());
          yield CONFIGURATION_PROBLEMS;
        }
      };
    } catch (NoSuchFileException e) {
      err.println("sallyport-people: " + e.getFile() + " " + ReadFailure.describe(e));
      return COULD_NOT;
    } catch (IOException e) {
      err.println("sallyport-people: " + e.getMessage());
      return COULD_NOT;
    }
  }

  private int visit(PeopleConfig config) throws IOException {
    Visit visit;
    try {
      byte[] line = in.readNBytes(Visit.MAX_LENGTH + 1);
      visit = Visit.parse(new String(line, UTF_8).strip());
    } catch (IllegalArgumentException e) {
      out.println("refused: not a visit");
      throw new IOException("not a visit: " + e.getMessage(), e);
    }
    try {
      return with(config, people -> answer(config, visit, people.visit(visit)));
    } catch (IOException e) {
      deeds(config).record(visit, e);
      answers(config).write(visit, Answers.Word.FAILED);
      out.println("failed: see the log");
      throw e;
    }
  }

  private int answer(PeopleConfig config, Visit visit, Outcome outcome) throws IOException {
    deeds(config).record(visit, outcome);
    boolean good = !(outcome instanceof Outcome.Refused);
    answers(config).write(visit, good ? Answers.Word.OK : Answers.Word.REFUSED);
    out.println(good ? "ok" : "refused");
    return good ? OK : COULD_NOT;
  }

  private int remove(PeopleConfig config, People people, String name) throws IOException {
    Optional<PersonName> known = PersonName.of(name);
    Optional<Farewell> farewell =
        known.isPresent() ? people.dismiss(known.get()) : Optional.empty();
    if (farewell.isEmpty()) {
      throw new IOException(name + " was not made here; see: sallyport-people list");
    }
    say(config, farewell.get(), "by command");
    return farewell.get() instanceof Farewell.Gone ? OK : COULD_NOT;
  }

  private void say(PeopleConfig config, Farewell farewell, String why) throws IOException {
    deeds(config).record(farewell, why);
    String name = farewell.person().name();
    switch (farewell) {
      case Farewell.Gone(var person) ->
          out.println(name + ": removed; " + person.home() + " stays");
      case Farewell.Busy _ -> out.println(name + ": has processes, and stays for now");
      case Farewell.Broken(_, var reason) -> err.println(name + ": stays for now: " + reason);
    }
  }

  private Answers answers(PeopleConfig config) {
    return new Answers(config.answers(), clock);
  }

  private Deeds deeds(PeopleConfig config) {
    return new Deeds(config.audit(), clock);
  }

  /** What is done with the register locked. */
  private interface Shift {
    int with(People people) throws IOException;
  }

  private int with(PeopleConfig config, Shift shift) throws IOException {
    Ways ways =
        new Ways(config, new Getent(), Path.of("/etc/nsswitch.conf"), Path.of(config.dropIns()));
    try (Register register = Register.open(config.state())) {
      return shift.with(new People(config, ways, register, new Processes(Path.of("/proc")), clock));
    }
  }
}
