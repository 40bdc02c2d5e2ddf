package io.sallyport.verifier.people;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The processes of this machine.
 *
 * @param proc where they are, see proc(5)
 */
record Processes(Path proc) {

  /** Whether one of them is this user's. */
  boolean anyOf(int uid) throws IOException {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[1-9]*")) {
      for (Path process : processes) {
        if (isOf(process, uid)) {
          return true;
        }
      }
      return false;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isOf(Path process, int uid) throws IOException {
    try {
      return Files.getAttribute(process, "unix:uid").equals(uid);
    } catch (NoSuchFileException _) {
      return false; // it has ended meanwhile
    }
  }
}
