package io.sallyport.serviceaccounts;

import io.sallyport.config.Loaded;
import java.nio.file.Path;

/** Service accounts of a text. */
final class Accounts {
  private Accounts() {}

  static ServiceAccounts of(String text) {
    return switch (new AccountsParser(ApprovedPaths.DEFAULT).parse(Path.of("a.conf"), text)) {
      case Loaded.Valid<ServiceAccounts>(ServiceAccounts accounts) -> accounts;
      case Loaded.Invalid<ServiceAccounts> invalid -> throw new AssertionError(invalid.report());
    };
  }
}
