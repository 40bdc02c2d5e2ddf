package io.sallyport.verifier.accounts;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The empty file beside the verifier's socket that tells sshd's command to ask about plain keys,
 * too. Without it, the many keys that clients offer cost a backend nothing. It decides nothing.
 */
public final class DirectLoginMark {
  private static final String NAME = "direct-login";

  private DirectLoginMark() {}

  /** Makes the file, or removes it. */
  public static void set(Path socket, boolean ask) throws IOException {
    Path mark = socket.resolveSibling(NAME);
    if (!ask) {
      Files.deleteIfExists(mark);
      return;
    }
    try {
      Files.createFile(mark);
    } catch (FileAlreadyExistsException _) {
      // of an earlier process
    }
  }
}
