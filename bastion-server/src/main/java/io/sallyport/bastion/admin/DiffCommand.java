package io.sallyport.bastion.admin;

import io.sallyport.bastion.Settings;
import io.sallyport.config.Outline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sallyport diff}: says what one configuration changes against another. */
@Command(
    name = "diff",
    description = {
      "Read two configurations and all files they name; print what differs in effect.",
      "Exits with 0 if nothing does, 1 if something does, 2 if one of them cannot be read."
    },
    exitCodeOnExecutionException = ExitCode.MISUSED,
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config = new ConfigOption();

  @Option(
      names = "--against",
      paramLabel = "FILE",
      required = true,
      description = "the configuration that --config is to replace")
  @SuppressWarnings("FieldCanBeFinal") // picocli sets it
  private Path old = Path.of("");

  @Override
  public Integer call() throws IOException {
    Optional<Settings> from = ConfigOption.read(old);
    Optional<Settings> to = config.read();
    if (from.isEmpty() || to.isEmpty()) {
      return ExitCode.MISUSED;
    }
    Outline before = Effect.of(from.get(), old);
    List<String> changes = Changes.between(before, Effect.of(to.get(), config.file()));
    changes.forEach(System.out::println);
    return changes.isEmpty() ? ExitCode.OK : ExitCode.DIFFERENT;
  }
}
