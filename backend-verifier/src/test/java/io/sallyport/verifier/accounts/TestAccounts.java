package io.sallyport.verifier.accounts;

import io.sallyport.config.Loaded;
import io.sallyport.serviceaccounts.ServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of service accounts, and two keys for them. */
final class TestAccounts {
  static final String TYPE = "ssh-ed25519";
  static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIILkIhdX8M4P7ur/e6rFrAtTaw73IfuVm1e7z+a1KqT+";
  static final String FINGERPRINT = "SHA256:UFcCc2Ht7HV1iD+PKs4AQ4RMe+UleTWbu2Fd3H/62NA";
  static final String MD5 = "MD5:ec:70:11:b5:05:13:85:ea:c8:81:2d:3b:2d:fc:2f:d4";
  static final String OTHER = "SHA256:kqWtvsVRQfo/UuwX8l/1KAxuAZRrYwfa26bH9dFq14A";

  private TestAccounts() {}

  static Path file(Path folder, String text) throws IOException {
    Path file = folder.resolve("service-accounts.conf");
    Files.deleteIfExists(file);
    return Files.move(
        Files.writeString(Files.createTempFile(folder, "accounts", ""), text), file); // 0600
  }

  static ServiceAccounts read(Path folder, String text) throws IOException {
    return switch (ServiceAccountsFile.read(file(folder, text))) {
      case Loaded.Valid<ServiceAccounts>(var accounts) -> accounts;
      case Loaded.Invalid<ServiceAccounts> invalid -> throw new AssertionError(invalid.report());
    };
  }

  /** A section with a key. */
  static String account(String name, String fingerprint, String lines) {
    return "[%s]\nkey_fingerprint = %s\n%s\n".formatted(name, fingerprint, lines);
  }
}
