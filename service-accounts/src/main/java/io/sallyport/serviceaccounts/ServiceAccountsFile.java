package io.sallyport.serviceaccounts;

import io.sallyport.config.Loaded;
import io.sallyport.config.Problem;
import io.sallyport.config.ReadFailure;
import io.sallyport.config.TrustedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The INI file that says which programs may log in, with which keys, and what they may do.
 *
 * <pre>
 * [ansible]
 * key_fingerprint = SHA256:... expires=2027-01-01
 * </pre>
 */
public final class ServiceAccountsFile {
  private ServiceAccountsFile() {}

  /** Reads the file with the shells and homes that are approved of by default. */
  public static Loaded<ServiceAccounts> read(Path file) {
    return read(file, ApprovedPaths.DEFAULT);
  }

  /**
   * Reads the file, which must be a {@link TrustedFile}: whoever can write to it can log in.
   *
   * @param approved what local users may have as shells and homes
   * @return the accounts, or all problems of the file; never both
   */
  public static Loaded<ServiceAccounts> read(Path file, ApprovedPaths approved) {
    try {
      return new AccountsParser(approved).parse(file, TrustedFile.readText(file));
    } catch (IOException e) {
      return new Loaded.Invalid<>(file, List.of(new Problem(0, "", ReadFailure.describe(e))));
    }
  }
}
