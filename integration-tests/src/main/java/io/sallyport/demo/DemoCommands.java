package io.sallyport.demo;

import io.sallyport.lab.Installation;
import io.sallyport.lab.LabFolder;
import java.nio.file.Path;

/** The two commands in a demo's folder that know its configuration files. */
final class DemoCommands {
  private final LabFolder folder;
  private final Installation installation;

  DemoCommands(LabFolder folder) {
    this.folder = folder;
    installation = Installation.find();
  }

  DemoCommands write() {
    LabFolder.writeScript(sallyport(), sallyportScript());
    LabFolder.writeScript(tokenScript(), tokenScriptText());
    return this;
  }

  /** The administrators' command. */
  Path sallyport() {
    return folder.bin().resolve("sallyport");
  }

  /** The command line that prints one fresh portal token. */
  String portalToken(String person) {
    return tokenScript() + " " + person;
  }

  private Path tokenScript() {
    return folder.bin().resolve("portal-token");
  }

  private String sallyportScript() {
    return """
    #!/bin/sh
    # The sallyport command, set up for this demo.
    case ${1-} in
        portal) config='%s' ;;
        *) config='%s' ;;
    esac
    exec '%s' "$@" --config "$config"
    """
        .formatted(folder.portalConfig(), folder.bastionConfig(), installation.sallyport());
  }

  private String tokenScriptText() {
    return """
    #!/bin/sh
    # Prints one fresh portal token, as a person would get it from the portal's page.
    exec '%s' portal token "$1" --config '%s'
    """
        .formatted(installation.sallyport(), folder.portalConfig());
  }
}
