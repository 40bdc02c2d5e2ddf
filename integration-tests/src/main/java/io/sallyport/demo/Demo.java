package io.sallyport.demo;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabException;
import io.sallyport.lab.LabPlan;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main class of {@code ./demo}. */
@Command(
    name = "./demo",
    mixinStandardHelpOptions = false,
    sortOptions = false,
    description = {
      "Starts a whole Sallyport on this machine: portal, bastion and a backend, on free loopback"
          + " ports, with all state in a fresh folder. Prints what to type next. Ctrl-C stops it"
          + " and leaves nothing behind.",
      ""
    })
public final class Demo implements Callable<Integer> {

  @ArgGroup private @Nullable Mode mode;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The bastion's port; any free one by default.")
  private int port;

  @SuppressWarnings("unused") // picocli itself prints the help
  @Option(names = "--help", usageHelp = true, description = "Prints this text.")
  private boolean help;

  /** What to do instead of serving until Ctrl-C; at most one of these. */
  static final class Mode {
    @Option(
        names = "--check",
        description = "Tries everything with the stock ssh client, one line per check, and ends.")
    private boolean check;

    @Option(
        names = "--background",
        paramLabel = "DIR",
        description = "Starts it detached, with its state in DIR; DIR/demo.json tells the rest.")
    private @Nullable Path background;

    @Option(names = "--stop", paramLabel = "DIR", description = "Ends what --background started.")
    private @Nullable Path stop;

    @Option(names = "--serve", hidden = true, description = "The detached process itself.")
    private @Nullable Path serve;
  }

  /**
   * Runs the demo.
   *
   * @param arguments see {@code --help}
   */
  static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Demo())
            .setExecutionExceptionHandler((failure, _, _) -> explain(failure))
            .execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    Mode chosen = mode == null ? new Mode() : mode;
    if (chosen.check) {
      return check();
    }
    if (chosen.background != null) {
      return Background.start(chosen.background, port);
    }
    if (chosen.stop != null) {
      return Background.stop(chosen.stop);
    }
    if (chosen.serve != null) {
      return serve(LabPlan.in(chosen.serve));
    }
    return serve(LabPlan.inFreshFolder());
  }

  private int check() {
    try (Lab lab = Lab.start(LabPlan.inFreshFolder().withBastionPort(port))) {
      return new CheckRun(lab).all() ? 0 : 1;
    }
  }

  /** Serves until the process is told to stop; the lab then stops by itself. */
  private int serve(LabPlan plan) throws InterruptedException {
    Lab lab = Lab.start(plan.withBastionPort(port));
    OwnedProcesses.write(lab);
    DemoFile demo = DemoFile.write(lab);
    if (plan.temporary()) {
      IO.print(Welcome.text(lab, demo));
    }
    Thread.currentThread().join();
    return 0;
  }

  private static int explain(Exception failure) throws Exception {
    if (failure instanceof LabException) {
      System.err.println("demo: " + failure.getMessage());
      return 1;
    }
    throw failure;
  }
}
