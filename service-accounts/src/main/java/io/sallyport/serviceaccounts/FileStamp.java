package io.sallyport.serviceaccounts;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** By what it shows that a file has changed: its inode, its size, and when it was touched. */
record FileStamp(Map<String, Object> attributes) {
  private static final String NAMES = "unix:ino,size,lastModifiedTime,ctime,mode,uid";

  /** Of the file as it is now; absent if there is none. */
  static Optional<FileStamp> of(Path file) {
    try {
      return Optional.of(new FileStamp(Files.readAttributes(file, NAMES, NOFOLLOW_LINKS)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
