package io.sallyport.verifier.setup;

import io.sallyport.verifier.sshd.Sshd;
import io.sallyport.verifier.sshd.Sshd.Release;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sallyport-verifier setup}: this machine's sshd asks the verifier from then on. */
@Command(
    name = "setup",
    description = {
      "Have this machine's sshd ask the verifier, and let in nobody else. It is tried out first, and",
      "holds when somebody types `yes`; otherwise, what was there before holds again."
    },
    mixinStandardHelpOptions = true)
public final class SetupCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int COULD_NOT = 1;
  private static final int PROBLEMS = 2;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final BackendFacts.Reader reader;

  @Option(names = "--config", required = true, paramLabel = "FILE", description = "verifier.yaml")
  private Path config = Path.of("");

  @ArgGroup(multiplicity = "1")
  private @Nullable EmergencyOptions emergency;

  @Option(
      names = "--way",
      defaultValue = "keys",
      description = {
        "keys: by AuthorizedKeysCommand (default); principals: by AuthorizedPrincipalsCommand, where",
        "the former is taken"
      })
  private Way way = Way.KEYS;

  @Option(
      names = "--login",
      paramLabel = "NAME",
      defaultValue = "root",
      description = "an account under which people may log in, for the test (default: root)")
  private String login = "";

  @Option(
      names = "--confirm-within",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "how long to wait for the `yes` (default: 120)")
  private int confirmWithin;

  @Option(names = "--dry-run", description = "print the lines for sshd, and change nothing")
  private boolean dryRun;

  @Option(
      names = "--reload",
      paramLabel = "COMMAND",
      description =
          "what makes sshd read its configuration (default: by systemctl, or by its pid file)")
  private @Nullable String reload;

  @Option(
      names = "--sshd",
      paramLabel = "PROGRAM",
      defaultValue = "/usr/sbin/sshd",
      description = "(default: ${DEFAULT-VALUE})")
  private Path program = Path.of("");

  @Option(
      names = "--sshd-config",
      paramLabel = "FILE",
      defaultValue = "/etc/ssh/sshd_config",
      description = "(default: ${DEFAULT-VALUE})")
  private Path sshdConfig = Path.of("");

  @Option(
      names = "--commands",
      paramLabel = "FOLDER",
      defaultValue = "${sys:sallyport.commands:-/usr/lib/sallyport-verifier/bin}",
      description = "where the verifier's commands for sshd are (default: ${DEFAULT-VALUE})")
  private Path commands = Path.of("");

  @Option(
      names = "--user",
      paramLabel = "NAME",
      defaultValue = "sallyport-keys",
      description = "as whom sshd runs them (default: ${DEFAULT-VALUE})")
  private String keysUser = "";

  /** A command that reads and prints there. */
  public SetupCommand(
      InputStream in, PrintStream out, PrintStream err, BackendFacts.Reader reader) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.reader = reader;
  }

  @Override
  public Integer call() {
    BackendFacts facts;
    try {
      facts = reader.read(config);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return PROBLEMS;
    }
    try {
      setUp(facts);
      return OK;
    } catch (IllegalArgumentException e) {
      err.println("sallyport-verifier setup: " + e.getMessage());
      return PROBLEMS;
    } catch (IOException e) {
      err.println("sallyport-verifier setup: " + e.getMessage() + ". sshd is as it was before.");
      return COULD_NOT;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return COULD_NOT;
    }
  }

  private void setUp(BackendFacts facts) throws IOException, InterruptedException {
    Sshd sshd = new Sshd(program, sshdConfig);
    DropIn dropIn = dropIn(facts, sshd.release());
    Places places = Places.beside(sshdConfig);
    if (dryRun) {
      out.println("# " + places.dropIn());
      out.print(dropIn.text(places.etc()));
      return;
    }
    var options =
        new SetupOptions(
            login, reload == null ? Reload.of(sshd) : reload, Duration.ofSeconds(confirmWithin));
    new Setup(sshd, places, facts, options, dropIn, in, out).perform();
  }

  private DropIn dropIn(BackendFacts facts, Release release) throws IOException {
    if (way == Way.PRINCIPALS && facts.hopCas().isEmpty()) {
      throw new IllegalArgumentException(
          config
              + " has no hop_ca of a bastion, which sshd would have to believe; write it, or use --way keys");
    }
    Optional<BreakGlass> breakGlass = Objects.requireNonNull(emergency).breakGlass();
    List<String> exempt =
        release.isAtLeast(9, 8)
            ? Stream.concat(
                    facts.bastionAddresses().stream(),
                    breakGlass.stream().flatMap(account -> account.addresses().stream()))
                .toList()
            : List.of();
    VerifierCommand command =
        new VerifierCommand(commands.toAbsolutePath(), way, facts.socket(), keysUser);
    return new DropIn(command, breakGlass, exempt);
  }
}
