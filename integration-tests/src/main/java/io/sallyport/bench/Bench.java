package io.sallyport.bench;

import io.sallyport.lab.LabException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main class of {@code integration-tests/bench}. */
@Command(
    name = "integration-tests/bench",
    sortOptions = false,
    description = {
      "Measures Sallyport, with recording on, against this machine's own sshd as a jump host: in the"
          + " same run, interleaved, everything on loopback. Needs root, and OpenSSH's client and"
          + " server. Prints a table and writes it as Markdown.",
      ""
    })
public final class Bench implements Callable<Integer> {

  @Option(
      names = "--parts",
      paramLabel = "LETTERS",
      defaultValue = "abcdefg",
      description = {
        "Which parts to run; all of them by default. a: bulk transfers; b: logins; c: keystrokes;"
            + " d: idle sessions; e: start; f: Ansible; g: the backend's verifier."
      })
  private String parts = "";

  @Option(names = "--quick", description = "Rough numbers, for development.")
  private boolean quick;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of transfers.")
  private @Nullable Integer rounds;

  @Option(names = "--mib", paramLabel = "N", description = "MiB of one transfer; a multiple of 16.")
  private @Nullable Integer mebibytes;

  @Option(names = "--logins", paramLabel = "N", description = "Logins by each route.")
  private @Nullable Integer logins;

  @Option(
      names = "--sessions",
      paramLabel = "N,N",
      split = ",",
      description = "Numbers of idle sessions, ascending.")
  private @Nullable List<Integer> sessions;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "integration-tests/target/bench.md",
      description = {
        "Where the result is written, ${DEFAULT-VALUE} by default; into docs/performance.md it goes in"
            + " the place of the one before."
      })
  private Path out = Path.of("");

  @SuppressWarnings("unused") // picocli itself prints the help
  @Option(names = "--help", usageHelp = true, description = "Prints this text.")
  private boolean help;

  /**
   * Runs the benchmark.
   *
   * @param arguments see {@code --help}
   */
  static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench())
            .setExecutionExceptionHandler((failure, _, _) -> explain(failure))
            .execute(arguments));
  }

  @Override
  public Integer call() {
    List<Part> chosen = chosen();
    Effort effort = effort();
    String machine = Machine.now().text(effort);
    Table table = new Table(rows(chosen, effort));
    String result = machine + "\n" + table.markdown() + "\n" + table.summary() + "\n";
    IO.print(result);
    new Page(out).hold(result);
    return 0;
  }

  private static List<Row> rows(List<Part> parts, Effort effort) {
    try (TestBed bed = TestBed.start()) {
      return parts.stream().flatMap(part -> part.measure(bed, effort).stream()).toList();
    }
  }

  private List<Part> chosen() {
    Map<Character, Part> all =
        new TreeMap<>(
            Map.of(
                'a', new BulkPart(),
                'b', new LoginPart(),
                'c', new KeystrokePart(),
                'd', new IdlePart(),
                'e', new StartPart(),
                'f', new AnsiblePart(),
                'g', new VerifierPart()));
    return parts
        .chars()
        .mapToObj(letter -> Optional.ofNullable(all.get((char) letter)))
        .map(part -> part.orElseThrow(() -> new LabException("there is no such part: " + parts)))
        .toList();
  }

  private Effort effort() {
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    effort = rounds == null ? effort : effort.withRounds(rounds);
    effort = mebibytes == null ? effort : effort.withMebibytes(mebibytes / 16 * 16);
    effort = logins == null ? effort : effort.withLogins(logins);
    return sessions == null ? effort : effort.withSessions(sessions);
  }

  private static int explain(Exception failure) throws Exception {
    if (failure instanceof LabException) {
      System.err.println("bench: " + failure.getMessage());
      return 1;
    }
    throw failure;
  }
}
