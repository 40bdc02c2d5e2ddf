package io.sallyport.bastion.admin;

import io.sallyport.bastion.Bastion;
import io.sallyport.bastion.Settings;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport serve}: runs the bastion until it is told to stop. */
@Command(name = "serve", description = "Run the bastion.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config = new ConfigOption();

  @Override
  public Integer call() {
    Optional<Settings> settings = config.read();
    if (settings.isEmpty()) {
      return ExitCode.MISUSED;
    }
    try {
      Bastion bastion = Bastion.start(settings.get(), Clock.systemUTC());
      return Daemon.run("sallyport: listening on " + bastion.address(), bastion);
    } catch (IOException e) {
      System.err.println("sallyport: could not start: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }
}
