package io.sallyport.bastion.admin;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code sallyport}. */
@Command(
    name = "sallyport",
    description = "An SSH bastion that knows who is there, vouches for each hop, and records it.",
    mixinStandardHelpOptions = true,
    version = "sallyport 0.1.0",
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      HostCaCommand.class,
      HopCaCommand.class,
      RecordingsCommand.class,
      PortalCommand.class
    })
public final class Sallyport {

  private Sallyport() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Sallyport()).execute(args));
  }
}
