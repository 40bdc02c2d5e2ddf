package io.sallyport.verifier.setup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How somebody gets in when nothing works: one of the two has to be said. */
final class EmergencyOptions {
  @Option(
      names = "--no-break-glass",
      description = "let nobody in while the verifier is broken: the console is the only way then")
  private boolean none;

  @ArgGroup(exclusive = false)
  private @Nullable Account account;

  /** The account that gets in without bastion and verifier. */
  static final class Account {
    @Option(
        names = "--break-glass",
        required = true,
        paramLabel = "NAME",
        description = "the account that gets in without bastion and verifier")
    private String name = "";

    @Option(
        names = "--break-glass-key",
        required = true,
        paramLabel = "FILE",
        description = "its public key; a copy is made that belongs to root")
    private Path key = Path.of("");

    @Option(
        names = "--break-glass-from",
        required = true,
        split = ",",
        paramLabel = "ADDRESS",
        description = "from where alone it may come, also as networks")
    private List<String> from = List.of();
  }

  Optional<BreakGlass> breakGlass() throws IOException {
    return none || account == null
        ? Optional.empty()
        : Optional.of(BreakGlass.read(account.name, account.key, account.from));
  }
}
