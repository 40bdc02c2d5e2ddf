package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.serviceaccounts.LiveServiceAccounts;
import io.sallyport.serviceaccounts.ServiceAccountsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryTest {
  private static final String KEY = "SHA256:jpfNOoQZuO0u5G9uUvqzqdWnzUaebcmAc7unL7m5fuE";
  private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

  @TempDir Path folder;
  private volatile Instant now = END.minusMillis(1);

  @Test
  void accountThatHasExpired_isNotThere() throws IOException {
    Directory directory = new Directory(List.of(), accounts("\nexpires = 2026-12-01"), clock());
    assertThat(directory.find("ansible")).isPresent();
    assertThat(directory.hasKey(new Account("ansible"), KEY)).isTrue();
    now = END;
    assertThat(directory.find("ansible")).isEmpty();
    assertThat(directory.hasKey(new Account("ansible"), KEY)).isFalse();
  }

  @Test
  void keyThatHasExpired_isNoneOfTheAccounts() throws IOException {
    Directory directory = new Directory(List.of(), accounts(" expires=2026-12-01"), clock());
    assertThat(directory.hasKey(new Account("ansible"), KEY)).isTrue();
    now = END;
    assertThat(directory.find("ansible")).isPresent();
    assertThat(directory.hasKey(new Account("ansible"), KEY)).isFalse();
  }

  @Test
  void accountThatWasTakenOutOfTheFile_isNotThere() throws IOException {
    LiveServiceAccounts accounts = accounts("");
    Directory directory = new Directory(List.of(), accounts, clock());
    assertThat(directory.find("ansible")).isPresent();
    Files.writeString(file(), "");
    accounts.look();
    accounts.look();

    assertThat(directory.find("ansible")).isEmpty();
  }

  private InstantSource clock() {
    return () -> now;
  }

  private Path file() {
    return folder.resolve("service-accounts.conf");
  }

  private LiveServiceAccounts accounts(String rest) throws IOException {
    Files.writeString(file(), "[ansible]\nkey_fingerprint = " + KEY + rest + "\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    return LiveServiceAccounts.unwatched(file(), ServiceAccountsFile::read, clock());
  }
}
