package io.sallyport.config;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that only root and the process's user can change. When it is root's, its group may read
 * it: a daemon that runs as somebody else, and root's own commands, can then go by the same file.
 *
 * <p>It is a regular file, not a symbolic link, of at most 1 MiB, and nothing for everybody's eyes.
 */
public final class TrustedFile {
  private TrustedFile() {}

  /**
   * Reads the whole file as UTF-8.
   *
   * @throws UnsafeFileException when others can change or read it; the message names the remedy
   * @throws java.nio.charset.CharacterCodingException when it is something else
   * @throws IOException when it does not exist, is too large, or cannot be read ({@link
   *     ReadFailure} has words for it)
   */
  public static String readText(Path file) throws IOException {
    FileSafety.ofThisProcess().requireTrustedFile(file);
    return SmallFile.text(SmallFile.read(file, NOFOLLOW_LINKS));
  }
}
