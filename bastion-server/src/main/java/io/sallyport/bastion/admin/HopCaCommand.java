package io.sallyport.bastion.admin;

import io.sallyport.bastion.Settings;
import io.sallyport.bastion.keys.BastionKeys;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sallyport hop-ca}: prints the hop CA, for backends that register it. */
@Command(
    name = "hop-ca",
    description = "Print the public key of the CA that signs this bastion's hop certificates.",
    mixinStandardHelpOptions = true)
final class HopCaCommand implements Callable<Integer> {

  @Mixin private final ConfigOption config = new ConfigOption();

  @Override
  public Integer call() throws IOException {
    Optional<Settings> settings = config.read();
    if (settings.isEmpty()) {
      return ExitCode.MISUSED;
    }
    BastionKeys keys = BastionKeys.in(settings.get().config().state());
    System.out.println(PublicKeyEntry.toString(keys.hopCa().getPublic()));
    return ExitCode.OK;
  }
}
