package io.sallyport.verifier.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport-verifier explain}: why a token would be refused. */
@Command(
    name = "explain",
    description = {
      "Say why a token, or the certificate that carries it, would be refused: every reason at once.",
      "Nothing is asked of the portal or the running verifier, and nothing is changed. Run it as root.",
      "Exits with 0 if it would be let in, with 1 if not."
    },
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  private static final int PROBLEMS = 2;

  /** As much as sshd would hand over. */
  private static final int MAX_LENGTH = 64 * 1024;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Explainer explainer;
  private final InstantSource clock;

  @Option(names = "--config", required = true, paramLabel = "FILE", description = "verifier.yaml")
  private Path config = Path.of("");

  @Option(
      names = "--login",
      paramLabel = "NAME",
      description = "the account here (default: the one that the certificate is for)")
  private Optional<String> login = Optional.empty();

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = "as at another time, such as 2026-11-22T10:00:00Z (default: now)")
  private Optional<Instant> at = Optional.empty();

  @SuppressWarnings("FieldCanBeFinal") // picocli sets it
  @Parameters(
      arity = "0..3",
      defaultValue = "-",
      paramLabel = "FILE|TOKEN|CERT",
      description = {
        "a file, or - for standard input (default). A token on the command line is shown to",
        "everybody who lists processes"
      })
  private List<String> what = List.of();

  /** A command that reads and prints there. */
  public ExplainCommand(
      InputStream in, PrintStream out, PrintStream err, Explainer explainer, InstantSource clock) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.explainer = explainer;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try {
      Shown shown = Shown.parse(text());
      String name = login.or(shown::login).orElse("");
      Instant time = at.orElseGet(clock::instant);
      Report report = new Report(explainer.explain(config, shown, name, time), shown, name, time);
      report.lines().forEach(out::println);
      return report.exitCode();
    } catch (IllegalArgumentException | IOException e) {
      err.println("sallyport-verifier explain: " + e.getMessage());
      return PROBLEMS;
    }
  }

  private String text() throws IOException {
    String one = String.join(" ", what);
    if (one.equals("-")) {
      return new String(in.readNBytes(MAX_LENGTH), UTF_8);
    }
    boolean isFile = what.size() == 1 && !one.contains("\n") && Files.exists(Path.of(one));
    return isFile ? Files.readString(Path.of(one)) : one;
  }
}
