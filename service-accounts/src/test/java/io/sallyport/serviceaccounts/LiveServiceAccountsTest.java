package io.sallyport.serviceaccounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class LiveServiceAccountsTest {
  private final Path file;
  private final AtomicInteger reads = new AtomicInteger();

  LiveServiceAccountsTest(@TempDir Path folder) throws IOException {
    file = folder.resolve("accounts.conf");
    write("ansible");
  }

  @Test
  void changedFile_isTakenWhenItHasStayedTheSameForTwoLooks() throws IOException {
    LiveServiceAccounts live = live();
    write("backup");

    live.look();
    assertThat(names(live)).isEqualTo("ansible");
    live.look();
    assertThat(names(live)).isEqualTo("backup");
  }

  @Test
  void fileThatIsBeingWritten_isNotTaken() throws IOException {
    LiveServiceAccounts live = live();
    for (int i = 0; i < 5; i++) {
      Files.writeString(file, "#".repeat(i));
      live.look();
    }
    assertThat(names(live)).isEqualTo("ansible");
    live.look();
    assertThat(names(live)).isEmpty();
  }

  @Test
  void fileThatIsReplaced_isTaken_evenWithTheSameSizeAndTime() throws IOException {
    LiveServiceAccounts live = live();
    Path other = file.resolveSibling("other");
    Files.copy(file, other, StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(other, Files.readString(other).replace("[ansible]", "[ansiblf]"));
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
    live.look();
    live.look();

    assertThat(names(live)).isEqualTo("ansiblf");
  }

  @Test
  void fileThatIsNotGood_changesNothing_andIsReadOnce() throws IOException {
    LiveServiceAccounts live = live();
    Files.writeString(file, "[backup]\n");
    for (int i = 0; i < 5; i++) {
      live.look();
    }
    assertThat(names(live)).isEqualTo("ansible");
    assertThat(reads).hasValue(2);
  }

  @Test
  void fileThatOthersMayRead_changesNothing() throws IOException {
    LiveServiceAccounts live = live();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, "");
    live.look();
    live.look();

    assertThat(names(live)).isEqualTo("ansible");
  }

  @Test
  void fileThatIsGone_changesNothing_andIsTakenWhenItIsBack() throws IOException {
    LiveServiceAccounts live = live();
    Files.delete(file);
    live.look();
    live.look();
    assertThat(names(live)).isEqualTo("ansible");
    write("backup");
    live.look();
    live.look();
    assertThat(names(live)).isEqualTo("backup");
  }

  @Test
  void whoeverWantsToKnow_isToldOfAChange_afterIt_andNotOfABadFile() throws IOException {
    LiveServiceAccounts live = live();
    StringBuilder told = new StringBuilder();
    Runnable end = live.whenChanged(() -> told.append(names(live)).append(' '));
    Files.writeString(file, "bad");
    live.look();
    live.look();
    write("backup");
    live.look();
    live.look();
    end.run();
    write("other");
    live.look();
    live.look();

    assertThat(told).hasToString("backup ");
  }

  @Test
  void keyThatExpiresSoon_isWarnedOfAtTheStart_withEachChange_andOnceADay() throws IOException {
    var warnings = new ListAppender<ILoggingEvent>();
    Logger logger = (Logger) LoggerFactory.getLogger(LiveServiceAccounts.class);
    warnings.start();
    logger.addAppender(warnings);
    var now = new AtomicReference<>(Instant.parse("2026-11-20T00:00:00Z"));
    Supplier<Long> count =
        () -> warnings.list.stream().filter(line -> line.getLevel() == Level.WARN).count();
    try {
      write("ansible", " expires=2026-12-01");
      LiveServiceAccounts live =
          LiveServiceAccounts.unwatched(file, ServiceAccountsFile::read, now::get);
      assertThat(warnings.list.getLast().getMessage())
          .contains("ansible.key_fingerprint", "expires at 2026-12-01T00:00:00Z, in 11 days");
      now.set(Instant.parse("2026-11-20T23:59:59Z"));
      live.look();
      assertThat(count.get()).isOne();
      now.set(Instant.parse("2026-11-21T00:00:00Z"));
      live.look();
      assertThat(count.get()).isEqualTo(2);
      write("backup", " expires=2026-12-01");
      live.look();
      live.look();
      assertThat(count.get()).isEqualTo(3);
      write("backup", " expires=2026-12-06");
      live.look();
      live.look();
      assertThat(count.get()).as("15 days before").isEqualTo(3);
    } finally {
      logger.detachAppender(warnings);
    }
  }

  @Test
  void fileThatIsNotGoodAtTheStart_isToldWithItsProblems() throws IOException {
    Files.writeString(file, "[backup]\n");
    assertThatThrownBy(this::live)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(":1: backup");
  }

  @Test
  void watchedFile_isTakenByItself() throws IOException, InterruptedException {
    try (LiveServiceAccounts live =
        LiveServiceAccounts.watch(file, ServiceAccountsFile::read, InstantSource.system())) {
      var changed = new CountDownLatch(1);
      var _ = live.whenChanged(changed::countDown);
      write("backup");

      assertThat(changed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(names(live)).isEqualTo("backup");
    }
  }

  private LiveServiceAccounts live() throws IOException {
    return LiveServiceAccounts.unwatched(
        file,
        path -> {
          reads.incrementAndGet();
          return ServiceAccountsFile.read(path);
        },
        InstantSource.system());
  }

  private static String names(LiveServiceAccounts live) {
    return String.join(" ", live.current().all().stream().map(ServiceAccount::name).toList());
  }

  private void write(String name) throws IOException {
    write(name, "");
  }

  private void write(String name, String more) throws IOException {
    Files.writeString(
        file, "[%s]\nkey_fingerprint = %s%s\n".formatted(name, TestKeys.RSA_FINGERPRINT, more));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
