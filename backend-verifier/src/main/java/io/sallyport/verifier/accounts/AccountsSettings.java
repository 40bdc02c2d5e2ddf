package io.sallyport.verifier.accounts;

import io.sallyport.serviceaccounts.ApprovedPaths;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which accounts are looked at, and what else is known about them.
 *
 * @param file of the accounts
 * @param audits the verifier's decisions, the oldest first; empty where they are not known
 */
public record AccountsSettings(Path file, ApprovedPaths approved, List<Path> audits) {

  /** A file by itself, with what is approved of by default. */
  static AccountsSettings of(Path file) {
    return new AccountsSettings(file, ApprovedPaths.DEFAULT, List.of());
  }

  /** What a configuration says, and where the decisions are that logrotate has left beside it. */
  public static AccountsSettings of(Path file, ApprovedPaths approved, Path audit) {
    return new AccountsSettings(
        file, approved, List.of(audit.resolveSibling(audit.getFileName() + ".1"), audit));
  }

  /** The reading of a configuration; the exception has all that is wrong with it. */
  @FunctionalInterface
  public interface Reader {

    /**
     * The settings of a configuration file.
     *
     * @return absent if it names no service accounts
     * @throws IllegalArgumentException with a report of all problems
     */
    Optional<AccountsSettings> read(Path config);
  }
}
