package io.sallyport.bastion.admin;

import io.sallyport.bastion.Settings;
import io.sallyport.bastion.keys.BastionKeys;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code sallyport host-ca}: prints the host CA, as the one line that clients need in known_hosts.
 */
@Command(
    name = "host-ca",
    description =
        "Print the line for known_hosts that makes clients trust every door of this bastion.",
    mixinStandardHelpOptions = true)
final class HostCaCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws IOException {
    Optional<Settings> settings = config.read();
    if (settings.isEmpty()) {
      return ExitCode.MISUSED;
    }
    BastionKeys keys = BastionKeys.in(settings.get().config().state());
    System.out.println("@cert-authority * " + PublicKeyEntry.toString(keys.hostCa().getPublic()));
    return ExitCode.OK;
  }
}
