package io.sallyport.bastion.admin;

import io.sallyport.bastion.Settings;
import io.sallyport.bastion.keys.BastionKeys;
import io.sallyport.config.Release;
import io.sallyport.token.SshEd25519Key;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command {@code sallyport}. */
@Command(
    name = "sallyport",
    description = "An SSH bastion that knows who is there, vouches for each hop, and records it.",
    mixinStandardHelpOptions = true,
    version = "sallyport " + Release.VERSION,
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      EnrollCommand.class,
      DiffCommand.class,
      KeysCommand.class,
      CacheCommand.class,
      BreakGlassCommand.class,
      RecordingsCommand.class,
      PortalCommand.class
    })
public final class Sallyport {

  private Sallyport() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command line; returns its exit code. */
  static int run(String... args) {
    return new CommandLine(new Sallyport()).execute(args);
  }

  @Command(
      name = "host-ca",
      description =
          "Print the known_hosts line that makes clients trust every door of this bastion.")
  int hostCa(@Mixin ConfigOption config) throws IOException {
    return print(BastionKeys::hostCaLine, config);
  }

  @Command(
      name = "hop-ca",
      description = "Print the public key that signs this bastion's hop certificates.")
  int hopCa(@Mixin ConfigOption config) throws IOException {
    return print(keys -> SshEd25519Key.of(keys.hopCa().getPublic()).toString(), config);
  }

  private static int print(Function<BastionKeys, String> which, ConfigOption config)
      throws IOException {
    Optional<Settings> settings = config.read();
    if (settings.isEmpty()) {
      return ExitCode.MISUSED;
    }
    BastionKeys keys = BastionKeys.in(settings.get().config().state());
    System.out.println(which.apply(keys));
    return ExitCode.OK;
  }
}
