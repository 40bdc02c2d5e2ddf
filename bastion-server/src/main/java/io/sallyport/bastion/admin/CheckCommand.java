package io.sallyport.bastion.admin;

import io.sallyport.bastion.Settings;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code sallyport check}: says what is wrong with the configuration, without starting anything.
 */
@Command(
    name = "check",
    description = "Read the configuration and all files it names; report every problem.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config = new ConfigOption();

  @Override
  public Integer call() {
    Optional<Settings> settings = config.read();
    settings.ifPresent(
        good -> good.serviceAccounts().warnings(Instant.now()).forEach(CheckCommand::warn));
    return settings.isPresent() ? ExitCode.OK : ExitCode.MISUSED;
  }

  private static void warn(String warning) {
    System.err.println("warning: " + warning);
  }
}
