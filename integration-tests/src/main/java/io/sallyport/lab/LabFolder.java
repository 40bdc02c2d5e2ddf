package io.sallyport.lab;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder of one lab, and the names of what stands in it. */
public record LabFolder(Path path) {
  /** The longest path that fits a Unix-domain socket's address, in bytes (Linux: 108 with NUL). */
  private static final int LONGEST_SOCKET = 107;

  /** Makes the folders that the lab writes to. */
  LabFolder prepare() {
    if (verifierSocket().toString().length() > LONGEST_SOCKET) {
      throw new LabException(
          "the folder's name is too long for a Unix-domain socket in it; choose a shorter one: "
              + path);
    }
    for (Path folder : new Path[] {path, logs(), backend(), verifierFolder(), bin()}) {
      makeFolder(folder);
    }
    return this;
  }

  public Path logs() {
    return path.resolve("logs");
  }

  public Path log(String daemon) {
    return logs().resolve(daemon + ".log");
  }

  public Path bin() {
    return path.resolve("bin");
  }

  public Path recordings() {
    return path.resolve("recordings");
  }

  public Path audit() {
    return path.resolve("audit.jsonl");
  }

  public Path portalConfig() {
    return path.resolve("portal.yaml");
  }

  public Path bastionConfig() {
    return path.resolve("bastion.yaml");
  }

  public Path policy() {
    return path.resolve("policy.yaml");
  }

  public Path serviceAccounts() {
    return path.resolve("service-accounts.conf");
  }

  public Path serviceAccountKey() {
    return path.resolve("ansible");
  }

  public Path portalAccessToken() {
    return path.resolve("portal-access-token");
  }

  public Path sshConfig() {
    return path.resolve("ssh_config");
  }

  /** Host keys that the client trusts: the bastion's host CA, and nothing else. */
  public Path clientKnownHosts() {
    return path.resolve("ssh_known_hosts");
  }

  /** Host keys that the bastion trusts: the backends'. */
  public Path backendKnownHosts() {
    return path.resolve("known_hosts");
  }

  /** What a backend's own machine would hold. */
  public Path backend() {
    return path.resolve("backend");
  }

  public Path backendHostKey() {
    return backend().resolve("host_key");
  }

  public Path home() {
    return backend().resolve("home");
  }

  public Path verifierConfig() {
    return backend().resolve("verifier.yaml");
  }

  public Path verifierAudit() {
    return backend().resolve("verifier-audit.jsonl");
  }

  /** The folder of the verifier's socket, which decides who may ask. */
  Path verifierFolder() {
    return backend().resolve("verifier");
  }

  public Path verifierSocket() {
    return verifierFolder().resolve("verifier.sock");
  }

  static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new LabException("could not make the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Writes a file that everybody may read. */
  public static Path write(Path file, String text) {
    return write(file, text, "rw-r--r--");
  }

  /** Writes a file that only its owner may read. */
  public static Path writePrivate(Path file, String text) {
    return write(file, text, "rw-------");
  }

  public static Path writeScript(Path file, String text) {
    return write(file, text, "rwxr-xr-x");
  }

  private static Path write(Path file, String text, String permissions) {
    try {
      Files.writeString(file, text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new LabException("could not write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Removes the folder and everything in it, without following links. */
  void remove() {
    try {
      Files.walkFileTree(path, new Deletion());
    } catch (IOException e) {
      throw new LabException("could not remove " + path + ": " + e.getMessage(), e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
