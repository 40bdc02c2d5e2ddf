package io.sallyport.verifier.people;

import io.sallyport.config.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Those whose accounts were made here: one file for each, in a folder that only root reads. */
final class Register implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long PAUSE_MILLIS = 20;

  private final Path folder;
  private final FileChannel lockFile;
  private final FileLock lock;

  private Register(Path folder, FileChannel lockFile, FileLock lock) {
    this.folder = folder;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /**
   * Opens it for this process alone, until it is closed.
   *
   * @throws IOException if another process does not let go of it in time
   */
  static Register open(Path state) throws IOException {
    PrivateFile.createFolder(state);
    Path folder = state.resolve("people");
    PrivateFile.createFolder(folder);
    FileChannel file =
        FileChannel.open(
            state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      return new Register(folder, file, lock(file));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static FileLock lock(FileChannel file) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return lock;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
    throw new IOException(
        "another sallyport-people has been at work for " + PATIENCE.toSeconds() + " s");
  }

  /** Somebody of this name. */
  Optional<Person> find(PersonName name) throws IOException {
    Path file = folder.resolve(name.toString());
    return Files.exists(file) ? Optional.of(Person.read(file)) : Optional.empty();
  }

  /** Everybody, by name. */
  List<Person> all() throws IOException {
    List<Person> people = new ArrayList<>();
    for (Path file : files()) {
      people.add(Person.read(file));
    }
    return people;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> PersonName.of(String.valueOf(file.getFileName())).isPresent())
          .sorted()
          .toList();
    }
  }

  /** Writes somebody down. */
  void keep(Person person) throws IOException {
    PrivateFile.write(
        folder.resolve(person.name()), person.toText().getBytes(StandardCharsets.UTF_8));
  }

  /** Strikes somebody off. */
  void forget(Person person) throws IOException {
    Files.deleteIfExists(folder.resolve(person.name()));
  }

  @Override
  public void close() throws IOException {
    lock.close();
    lockFile.close();
  }
}
