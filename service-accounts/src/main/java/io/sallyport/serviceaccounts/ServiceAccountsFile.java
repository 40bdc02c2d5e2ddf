package io.sallyport.serviceaccounts;

import io.sallyport.config.Loaded;
import io.sallyport.config.PrivateFile;
import io.sallyport.config.Problem;
import io.sallyport.config.ReadFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The INI file that says which programs may log in, and with which keys.
 *
 * <pre>
 * [ansible]
 * key_fingerprint = SHA256:...[, SHA256:...]
 * </pre>
 */
public final class ServiceAccountsFile {
  private ServiceAccountsFile() {}

  /**
   * Reads the file, which must be a {@link PrivateFile}: whoever can write to it can log in.
   *
   * @return the accounts, or all problems of the file; never both
   */
  public static Loaded<ServiceAccounts> read(Path file) {
    try {
      return AccountsParser.parse(file, PrivateFile.readText(file));
    } catch (IOException e) {
      return new Loaded.Invalid<>(file, List.of(new Problem(0, "", ReadFailure.describe(e))));
    }
  }
}
