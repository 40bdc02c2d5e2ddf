package io.sallyport.verifier.doctor;

import io.sallyport.verifier.doctor.Finding.Severity;
import io.sallyport.verifier.sshd.Sshd;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sallyport-verifier doctor}: whether there is a way around the verifier. */
@Command(
    name = "doctor",
    description = {
      "Look for ways around the verifier, and for what keeps it from answering. Run it as root.",
      "Exits with 0 if there is nothing, or only warnings; with 1 if there is something."
    },
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  private static final int OK = 0;
  private static final int FOUND = 1;
  private static final int PROBLEMS = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final DoctorFacts.Reader reader;
  private final InstantSource clock;

  @Option(names = "--config", required = true, paramLabel = "FILE", description = "verifier.yaml")
  private Path config = Path.of("");

  @Option(
      names = "--break-glass",
      paramLabel = "NAME",
      description = {
        "an account that may come in by a key of its own, from some addresses",
        "(default: what `setup` has written)"
      })
  private List<String> breakGlass = List.of();

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

  /** A command that prints there. */
  public DoctorCommand(
      PrintStream out, PrintStream err, DoctorFacts.Reader reader, InstantSource clock) {
    this.out = out;
    this.err = err;
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try {
      DoctorFacts facts = reader.read(config);
      VerifierState verifier = new VerifierState(facts, clock);
      return report(
          new Doctor(new Sshd(program, sshdConfig), facts, breakGlass, verifier).examine());
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return PROBLEMS;
    } catch (IOException e) {
      err.println("sallyport-verifier doctor could not look at sshd: " + e.getMessage());
      return PROBLEMS;
    }
  }

  private int report(List<Finding> findings) {
    findings.forEach(out::println);
    if (findings.stream().noneMatch(it -> it.severity() == Severity.OPEN)) {
      out.println("no way around the verifier found");
    }
    return findings.stream().allMatch(it -> it.severity() == Severity.WARNING) ? OK : FOUND;
  }
}
