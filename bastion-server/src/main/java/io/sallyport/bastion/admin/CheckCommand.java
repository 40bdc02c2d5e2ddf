package io.sallyport.bastion.admin;

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
    return config.read().isPresent() ? ExitCode.OK : ExitCode.MISUSED;
  }
}
