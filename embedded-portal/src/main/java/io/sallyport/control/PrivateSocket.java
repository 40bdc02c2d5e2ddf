package io.sallyport.control;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** A listening Unix-domain socket that only its owner and root can connect to. */
final class PrivateSocket {
  private static final Set<PosixFilePermission> SOCKET_MODE =
      PosixFilePermissions.fromString("rw-------");
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PrivateSocket() {}

  /**
   * Listens at {@code path}, in the place of a socket that a killed process left there.
   *
   * @throws IOException if somebody listens there, or something else is in the way
   */
  static ServerSocketChannel listen(Path path, String daemon) throws IOException {
    requireFree(path, daemon);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      bind(server, path);
      return server;
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "cannot make the control socket %s: %s; its folder must exist and be writable"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static void requireFree(Path path, String daemon) throws IOException {
    if (Files.notExists(path, NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).isOther()) {
      throw new IOException(
          "%s stands where the control socket should be; remove it, or choose another `control`"
              .formatted(path));
    }
    if (isServed(path)) {
      throw new IOException(
          "another %s listens on the control socket %s; stop it, or choose another `control`"
              .formatted(daemon, path));
    }
  }

  private static boolean isServed(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return channel.isConnected();
    } catch (ConnectException _) {
      return false;
    }
  }

  /** The socket gets its mode in a folder that others cannot enter, and only then its place. */
  private static void bind(ServerSocketChannel server, Path path) throws IOException {
    byte[] suffix = new byte[4];
    new SecureRandom().nextBytes(suffix);
    Path folder = path.toAbsolutePath().resolveSibling("." + HexFormat.of().formatHex(suffix));
    Files.createDirectory(folder, FOLDER_MODE);
    Path draft = folder.resolve("s");
    try {
      server.bind(UnixDomainSocketAddress.of(draft));
      Files.setPosixFilePermissions(draft, SOCKET_MODE);
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
      Files.delete(folder);
    }
  }
}
