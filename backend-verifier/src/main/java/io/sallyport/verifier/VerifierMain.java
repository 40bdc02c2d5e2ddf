package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.Loaded;
import io.sallyport.verifier.accounts.ServiceAccountsCommand;
import io.sallyport.verifier.doctor.DoctorCommand;
import io.sallyport.verifier.explain.ExplainCommand;
import io.sallyport.verifier.setup.SetupCommand;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line {@code sallyport-verifier}. */
@Command(
    name = "sallyport-verifier",
    description = "Tells this machine's sshd whether a hop of a bastion may come in.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel =
        "(serve | check | refresh | service-accounts | setup | doctor | explain)")
final class VerifierMain {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int CONFIGURATION_PROBLEMS = 2;

  private final PrintStream out;
  private final PrintStream err;

  private VerifierMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs the command; the exit status is 0, 1 (could not do it) or 2 (configuration, usage). */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /**
   * Runs the command. The daemon's own goes without picocli: no AOT cache takes classes as old as
   * picocli's, which are a third of the time to the first answer and some MiB for good.
   */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    if (arguments.length == 3 && arguments[0].equals("serve") && arguments[1].equals("--config")) {
      return new VerifierMain(out, err).serve(Path.of(arguments[2]));
    }
    return commandLine(out, err).execute(arguments);
  }

  private static CommandLine commandLine(PrintStream out, PrintStream err) {
    return new CommandLine(new VerifierMain(out, err))
        .addSubcommand(
            new ServiceAccountsCommand(
                out, err, VerifierConfigFile::readAccountsSettings, Clock.systemUTC()))
        .addSubcommand(new SetupCommand(System.in, out, err, VerifierConfigFile::readBackendFacts))
        .addSubcommand(
            new DoctorCommand(out, err, VerifierConfigFile::readDoctorFacts, Clock.systemUTC()))
        .addSubcommand(
            new ExplainCommand(System.in, out, err, new ConfiguredExplainer(), Clock.systemUTC()))
        .setOut(new PrintWriter(out, true, UTF_8))
        .setErr(new PrintWriter(err, true, UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  @Command(description = "Answer sshd until stopped.", mixinStandardHelpOptions = true)
  int serve(@Option(names = "--config", required = true, paramLabel = "FILE") Path file) {
    return switch (VerifierConfigFile.read(file)) {
      case Loaded.Valid<VerifierConfig>(VerifierConfig config) -> serve(config);
      case Loaded.Invalid<VerifierConfig> invalid -> report(invalid);
    };
  }

  @Command(description = "Report all problems of a file.", mixinStandardHelpOptions = true)
  int check(@Option(names = "--config", required = true, paramLabel = "FILE") Path file) {
    return switch (VerifierConfigFile.read(file)) {
      case Loaded.Valid<VerifierConfig> _ -> {
        out.println(file + ": no problems");
        yield OK;
      }
      case Loaded.Invalid<VerifierConfig> invalid -> report(invalid);
    };
  }

  @Command(
      description = {
        "Have the running verifier fetch all key sets now:",
        "a key that the portal has removed stops its tokens at once."
      },
      mixinStandardHelpOptions = true)
  int refresh(@Option(names = "--config", required = true, paramLabel = "FILE") Path file) {
    return switch (VerifierConfigFile.read(file)) {
      case Loaded.Valid<VerifierConfig>(VerifierConfig config) -> refresh(config);
      case Loaded.Invalid<VerifierConfig> invalid -> report(invalid);
    };
  }

  @Command(description = "Do everything once, for `prepare`.", hidden = true)
  int rehearse() {
    try {
      Rehearsal.perform();
      return OK;
    } catch (IOException e) {
      err.println("the rehearsal: " + e.getMessage());
      return FAILED;
    }
  }

  private int refresh(VerifierConfig config) {
    try {
      Reply reply = new VerifierClient(config.socket()).refresh();
      boolean all = !reply.status().equals(Reply.NOT_ALL);
      (all ? out : err).print(reply.text());
      return all ? OK : FAILED;
    } catch (IOException e) {
      err.println("sallyport-verifier refresh: " + e.getMessage());
      return FAILED;
    }
  }

  private int serve(VerifierConfig config) {
    try (Verifier verifier = Verifier.start(config, Clock.systemUTC());
        Servers servers = Servers.open(config, verifier)) {
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "shutdown"));
      out.println("sallyport-verifier: listening on " + config.socket());
      servers.serve();
      return OK;
    } catch (IOException e) {
      err.println("sallyport-verifier could not start: " + e.getMessage());
      return FAILED;
    }
  }

  private int report(Loaded.Invalid<VerifierConfig> invalid) {
    err.println(invalid.report());
    return CONFIGURATION_PROBLEMS;
  }
}
