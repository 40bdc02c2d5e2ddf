package io.sallyport.verifier.setup;

import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lines for sshd that hold until they are taken back: by {@link #close}, by a guard that outlives
 * this process, or by the machine's next start, as they lie below {@code /run}. What was there
 * before is not touched until they are kept.
 */
final class Trial implements AutoCloseable {
  private final Places places;
  private final Process guard;
  private final Thread onExit = new Thread(this::undo, "undo");
  private boolean over;

  private Trial(Places places, Process guard) {
    this.places = places;
    this.guard = guard;
  }

  /**
   * Writes the lines, and sets a guard. sshd has not read them yet.
   *
   * @param files the lines, and the keys that they name, by file name
   * @param reload the shell command that makes sshd read its configuration
   * @param time after which the guard takes them back
   */
  static Trial begin(Places places, Map<Path, String> files, String reload, Duration time)
      throws IOException {
    try {
      Files.createDirectory(
          places.trial(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "another set-up is on trial; wait until it ends, or end it: sh " + places.undo(), e);
    }
    Trial trial = new Trial(places, guarded(places, reload, time));
    Runtime.getRuntime().addShutdownHook(trial.onExit);
    try {
      for (var file : files.entrySet()) {
        write(file.getKey(), file.getValue());
      }
      write(places.trialDropIn(), "Include " + places.trialLines() + "\n");
      return trial;
    } catch (IOException e) {
      trial.close();
      throw e;
    }
  }

  private static Process guarded(Places places, String reload, Duration time) throws IOException {
    write(
        places.undo(),
        """
        rm -f '%s'
        rm -rf '%s'
        %s
        """
            .formatted(places.trialDropIn(), places.trial(), reload));
    String watch = "sleep \"$1\"; exec sh \"$2\"";
    return new ProcessBuilder(
            "setsid", "sh", "-c", watch, "sh", "" + time.toSeconds(), places.undo().toString())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * Puts the lines where they stay, and makes sshd read them there.
   *
   * @param files by where they stay; the drop-in is the last
   * @param reload as above
   * @throws IOException if they are not on trial any more, or cannot be written; then what was
   *     there before holds
   */
  synchronized void keep(Map<Path, String> files, String reload) throws IOException {
    dismissGuard();
    if (Files.notExists(places.trialDropIn())) {
      throw new IOException("the time is over, and what was there before holds again");
    }
    for (var file : files.entrySet()) {
      write(file.getKey(), file.getValue());
    }
    over = true;
    Files.delete(places.trialDropIn());
    SystemCommand.must("sh", "-c", reload);
    SystemCommand.must("rm", "-rf", places.trial().toString());
  }

  /** Takes the lines back unless they were kept. */
  @Override
  public void close() throws IOException {
    undo();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException _) {
      // The shutdown is what closes it.
    }
  }

  private synchronized void undo() {
    dismissGuard();
    if (!over && Files.exists(places.undo())) {
      over = true;
      try {
        SystemCommand.must("sh", places.undo().toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The shell first: it would take its sleep's end for the end of the time. */
  private void dismissGuard() {
    List<ProcessHandle> sleeping = guard.descendants().toList();
    guard.destroy();
    Stream.concat(Stream.of(guard.toHandle()), sleeping.stream())
        .peek(ProcessHandle::destroy)
        .forEach(process -> process.onExit().join());
  }

  /** A file that is there whole or not at all, and readable: sshd reads keys as the account's. */
  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    Files.writeString(fresh, text);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
