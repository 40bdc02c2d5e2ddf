package io.sallyport.bastion.admin;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import io.sallyport.control.OrderReply;
import io.sallyport.embeddedportal.EmbeddedPortal;
import io.sallyport.embeddedportal.PortalConfig;
import io.sallyport.embeddedportal.PortalControl;
import io.sallyport.embeddedportal.TokenAnswer;
import io.sallyport.serviceaccounts.ServiceAccounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code sallyport portal}: runs the embedded portal on its own, asks it for portal tokens, and
 * decides which bastions enrol there.
 */
@Command(
    name = "portal",
    description = "Run the embedded portal; make portal tokens; let bastions enrol.",
    mixinStandardHelpOptions = true,
    subcommands = PortalCommand.Devices.class)
final class PortalCommand {

  private static final String CONFIG = "/etc/sallyport/portal.yaml";

  @Command(name = "serve", description = "Run the embedded portal.")
  int serve(@Option(names = "--config", paramLabel = "FILE", defaultValue = CONFIG) Path file) {
    Optional<PortalConfig> config = read(file);
    if (config.isEmpty()) {
      return ExitCode.MISUSED;
    }
    try {
      EmbeddedPortal portal = EmbeddedPortal.start(config.get(), Clock.systemUTC());
      return Daemon.run("sallyport portal: listening on " + portal.url(), portal);
    } catch (IOException e) {
      System.err.println("sallyport portal: could not start: " + e.getMessage());
      return ExitCode.FAILED;
    }
  }

  @Command(name = "token", description = "Print a fresh portal token for a person.")
  int token(
      @Option(names = "--config", paramLabel = "FILE", defaultValue = CONFIG) Path file,
      @Parameters(paramLabel = "NAME", description = "the person") String name) {
    Optional<PortalConfig> config = read(file);
    if (config.isEmpty()) {
      return ExitCode.MISUSED;
    }
    return switch (PortalControl.requestToken(config.get().control(), name)) {
      case TokenAnswer.Issued(var token) -> {
        System.out.println(token);
        yield ExitCode.OK;
      }
      case TokenAnswer.Refused(var reason) -> failed("no token: " + reason);
      case TokenAnswer.Unavailable(var reason) -> failed("no token: " + reason);
    };
  }

  /** {@code sallyport portal devices}: the bastions that enrol. */
  @Command(
      name = "devices",
      description = "List, approve, deny or revoke the bastions that enrol.",
      mixinStandardHelpOptions = true)
  static final class Devices {

    @Command(name = "list", description = "Print the bastions that wait and those that enrolled.")
    int list(@Option(names = "--config", paramLabel = "FILE", defaultValue = CONFIG) Path file) {
      return command(file, PortalControl::listDevices);
    }

    @Command(name = "approve", description = "Let the bastion that shows this code enrol.")
    int approve(
        @Option(names = "--config", paramLabel = "FILE", defaultValue = CONFIG) Path file,
        @Parameters(paramLabel = "USER_CODE", description = "the code") String code) {
      return command(file, control -> PortalControl.approveDevice(control, code));
    }

    @Command(name = "deny", description = "Refuse the bastion that shows this code.")
    int deny(
        @Option(names = "--config", paramLabel = "FILE", defaultValue = CONFIG) Path file,
        @Parameters(paramLabel = "USER_CODE", description = "the code") String code) {
      return command(file, control -> PortalControl.denyDevice(control, code));
    }

    @Command(name = "revoke", description = "End all tokens of an enrolled bastion, at once.")
    int revoke(
        @Option(names = "--config", paramLabel = "FILE", defaultValue = CONFIG) Path file,
        @Parameters(paramLabel = "ID", description = "its id in the list") String id) {
      return command(file, control -> PortalControl.revokeDevice(control, id));
    }

    private static int command(Path file, Function<Path, OrderReply> question) {
      return read(file)
          .map(config -> print(question.apply(config.control())))
          .orElse(ExitCode.MISUSED);
    }

    private static int print(OrderReply answer) {
      return switch (answer) {
        case OrderReply.Done(var lines) -> {
          lines.forEach(System.out::println);
          yield ExitCode.OK;
        }
        case OrderReply.Refused(var reason) -> failed(reason);
        case OrderReply.Unavailable(var reason) -> failed(reason);
      };
    }
  }

  private static int failed(String reason) {
    System.err.println("sallyport portal: " + reason);
    return ExitCode.FAILED;
  }

  private static Optional<PortalConfig> read(Path file) {
    return switch (ConfigFile.read(file, PortalConfig.class)) {
      case Loaded.Valid<PortalConfig>(var config) -> checkAccounts(config);
      case Loaded.Invalid<PortalConfig> invalid -> {
        System.err.println(invalid.report());
        yield Optional.empty();
      }
    };
  }

  private static Optional<PortalConfig> checkAccounts(PortalConfig config) {
    if (config.readServiceAccounts() instanceof Loaded.Invalid<ServiceAccounts> invalid) {
      System.err.println(invalid.report());
      return Optional.empty();
    }
    return Optional.of(config);
  }
}
