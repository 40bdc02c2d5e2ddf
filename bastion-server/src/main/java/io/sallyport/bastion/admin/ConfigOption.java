package io.sallyport.bastion.admin;

import io.sallyport.bastion.Settings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the bastion's configuration file. */
final class ConfigOption {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "the bastion's configuration (default: ${DEFAULT-VALUE})")
  @SuppressWarnings("FieldCanBeFinal") // picocli sets it
  private Path file = Path.of("/etc/sallyport/bastion.yaml");

  Path file() {
    return file;
  }

  /** Reads the settings; prints all that is wrong with them. */
  Optional<Settings> read() {
    return read(file);
  }

  /** Reads the settings of another file, likewise. */
  static Optional<Settings> read(Path file) {
    return switch (Settings.read(file)) {
      case Settings.Read.Good(var settings) -> Optional.of(settings);
      case Settings.Read.Bad(var problems) -> {
        problems.forEach(System.err::println);
        yield Optional.empty();
      }
    };
  }
}
