package io.sallyport.verifier.people;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.sallyport.config.PublicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * What sshd's command {@code sallyport-await-person} waits for: a file for each visit, so that two
 * of one person do not meet. It is removed when nobody can be waiting any more.
 */
record Answers(Path folder, InstantSource clock) {
  private static final Duration LIFE = Duration.ofMinutes(5);

  /** What may have become of a visit, in the words of the file. */
  enum Word {
    /** The account is as it should be. */
    OK,
    /** There will be none. */
    REFUSED,
    /** Something is broken: whoever has an account goes on with it as it is. */
    FAILED
  }

  /** Says what became of this visit. */
  void write(Visit visit, Word word) throws IOException {
    if (Files.notExists(folder)) {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    SafePath.requireRoots(folder);
    forgetOld();
    String text = word.name().toLowerCase(Locale.ROOT) + "\n";
    PublicFile.write(folder.resolve(visit.id()), text.getBytes(StandardCharsets.US_ASCII));
  }

  private void forgetOld() throws IOException {
    FileTime oldest = FileTime.from(clock.instant().minus(LIFE));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file, NOFOLLOW_LINKS).compareTo(oldest) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException _) {
      // Another helper has been faster.
    }
  }
}
