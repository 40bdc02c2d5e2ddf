package io.sallyport.verifier.sshd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** What sshd demands of a file before it runs it, or lets somebody in by it. */
public final class StrictModes {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private StrictModes() {}

  /**
   * What is wrong with a file and the folders above it, and the command that mends it; empty: root
   * owns them all, and nobody else may write there. Links are followed, as sshd does.
   */
  public static Optional<Fault> faultOf(Path file) {
    try {
      for (Path part = file.toRealPath(); part != null; part = part.getParent()) {
        Optional<Fault> fault = faultItself(part);
        if (fault.isPresent()) {
          return fault;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(new Fault(file + " cannot be looked at: " + e, "ls -l " + file));
    }
  }

  /** What is wrong, and a command that mends it. */
  public record Fault(String text, String fix) {}

  private static Optional<Fault> faultItself(Path part) throws IOException {
    if ((Integer) Files.getAttribute(part, "unix:uid") != 0) {
      return Optional.of(new Fault(part + " does not belong to root", "chown root " + part));
    }
    PosixFileAttributes attributes = Files.readAttributes(part, PosixFileAttributes.class);
    return attributes.permissions().stream().anyMatch(OTHERS::contains)
        ? Optional.of(new Fault(part + " can be changed by others", "chmod go-w " + part))
        : Optional.empty();
  }
}
