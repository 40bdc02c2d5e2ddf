package io.sallyport.verifier.accounts;

import io.sallyport.config.Loaded;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sallyport-verifier service-accounts}: what this backend's file of them says. */
@Command(
    name = "service-accounts",
    description =
        "Looks at the service accounts of this backend; makes their users and sudo rules.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "(check | list | users | sudo)")
public final class ServiceAccountsCommand {
  private static final int OK = 0;
  private static final int COULD_NOT = 1;
  private static final int PROBLEMS = 2;

  private final PrintStream out;
  private final PrintStream err;
  private final AccountsSettings.Reader reader;
  private final InstantSource clock;

  /**
   * A command that prints there.
   *
   * @param reader what reads {@code verifier.yaml}
   */
  public ServiceAccountsCommand(
      PrintStream out, PrintStream err, AccountsSettings.Reader reader, InstantSource clock) {
    this.out = out;
    this.err = err;
    this.reader = reader;
    this.clock = clock;
  }

  /** Which accounts. */
  static final class Which {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "verifier.yaml, which names them")
    @Nullable Path config;

    @Parameters(paramLabel = "ACCOUNTS", description = "a file of service accounts")
    @Nullable Path accounts;
  }

  @Command(
      description = {
        "Report all problems of the file, and what it warns of; show the accounts as `list` does.",
        "Exits with 0 if there is no problem, whatever is warned of, else with 2."
      },
      mixinStandardHelpOptions = true)
  int check(@ArgGroup(multiplicity = "1") Which which) {
    return with(
        which,
        read -> {
          int status = show(read);
          if (status == OK) {
            out.println(read.settings().file() + ": no problems");
          }
          return status;
        });
  }

  @Command(
      description = "Show each account: keys, expiry, limits, and when it was last let in.",
      mixinStandardHelpOptions = true)
  int list(@ArgGroup(multiplicity = "1") Which which) {
    return with(which, this::show);
  }

  @Command(
      description = {
        "Make a user of this machine for each account that has none, as the file says.",
        "Those that are there are never changed; what differs is said. Run it as root."
      },
      mixinStandardHelpOptions = true)
  int users(@ArgGroup(multiplicity = "1") Which which) {
    return with(which, this::makeUsers);
  }

  private int makeUsers(Read read) {
    warn(read);
    LocalUsers users = new LocalUsers(now());
    try {
      users.make(read.accounts().all());
    } catch (IOException e) {
      err.println("The users could not be made: " + e.getMessage());
      return COULD_NOT;
    } finally {
      users.done().forEach(out::println);
      users.problems().forEach(err::println);
    }
    if (users.done().isEmpty() && users.problems().isEmpty()) {
      out.println("nothing to do");
    }
    return users.problems().isEmpty() ? OK : COULD_NOT;
  }

  @Command(
      description = {
        "Make sudo's rules say what the file says: one file for each account with sudo_allowed.",
        "Run it as root, after each change of the file."
      },
      mixinStandardHelpOptions = true)
  int sudo(
      @ArgGroup(multiplicity = "1") Which which,
      @Option(
              names = "--folder",
              paramLabel = "FOLDER",
              defaultValue = "/etc/sudoers.d",
              description = "where sudo reads them (default: ${DEFAULT-VALUE})")
          Path folder,
      @Option(
              names = "--visudo",
              paramLabel = "PROGRAM",
              defaultValue = "/usr/sbin/visudo",
              description = "what checks them (default: ${DEFAULT-VALUE})")
          Path visudo) {
    return with(
        which,
        read -> {
          warn(read);
          try {
            List<String> done = new SudoRules(folder, visudo, now()).write(read.accounts().all());
            done.forEach(out::println);
            if (done.isEmpty()) {
              out.println("nothing to do in " + folder);
            }
            return OK;
          } catch (IOException e) {
            err.println("The sudo rules could not be written: " + e.getMessage());
            return COULD_NOT;
          }
        });
  }

  /** What was read. */
  private record Read(AccountsSettings settings, ServiceAccounts accounts) {}

  private int with(Which which, Function<Read, Integer> action) {
    Optional<AccountsSettings> settings;
    try {
      settings = settings(which);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return PROBLEMS;
    }
    if (settings.isEmpty()) {
      err.println(which.config + " names no service accounts; set service_accounts");
      return PROBLEMS;
    }
    AccountsSettings found = settings.get();
    return switch (ServiceAccountsFile.read(found.file(), found.approved())) {
      case Loaded.Valid<ServiceAccounts>(var accounts) -> action.apply(new Read(found, accounts));
      case Loaded.Invalid<ServiceAccounts> invalid -> {
        err.println(invalid.report());
        yield PROBLEMS;
      }
    };
  }

  private Optional<AccountsSettings> settings(Which which) {
    return which.config != null
        ? reader.read(which.config)
        : Optional.ofNullable(which.accounts).map(AccountsSettings::of);
  }

  private int show(Read read) {
    List<Path> audits = read.settings().audits();
    try {
      Optional<LastUses> uses =
          audits.isEmpty() ? Optional.empty() : Optional.of(LastUses.in(audits));
      Listing listing = new Listing(uses, now());
      read.accounts().all().forEach(account -> listing.of(account).forEach(out::println));
    } catch (IOException e) {
      err.println("The verifier's audit could not be read: " + e.getMessage());
      return COULD_NOT;
    }
    warn(read);
    return OK;
  }

  private void warn(Read read) {
    read.accounts().warnings(now()).forEach(warning -> err.println("warning: " + warning));
  }

  private Instant now() {
    return clock.instant();
  }
}
