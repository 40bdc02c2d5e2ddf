package io.sallyport.verifier;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The Unix-domain socket at which the verifier is found, in a folder of the operator's. A socket
 * that nobody serves any more is replaced.
 */
record VerifierSocket(Path path, Audience audience, ServerSocketChannel channel)
    implements AutoCloseable {

  /** Who may connect. */
  enum Audience {
    /** sshd's commands, by the group of the socket's folder; and root. */
    SSHD("rw-rw----"),
    /** Everybody who is logged in, about themselves. */
    USERS("rw-rw-rw-");

    private final String mode;

    Audience(String mode) {
      this.mode = mode;
    }

    private Set<PosixFilePermission> permissions() {
      return PosixFilePermissions.fromString(mode);
    }
  }

  /** Connections that wait to be accepted. */
  private static final int BACKLOG = 128;

  /** Opens the socket; the exception says what is in the way. */
  static VerifierSocket open(Path path, Audience audience) throws IOException {
    if (Files.exists(path, NOFOLLOW_LINKS)) {
      requireStale(path);
      Files.delete(path);
    }
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      Files.setPosixFilePermissions(path, audience.permissions());
      return new VerifierSocket(path, audience, channel);
    } catch (IOException e) {
      channel.close();
      throw new BindException(
          "the socket " + path + " cannot be made; check its folder: " + e.getMessage());
    }
  }

  /** Deletes nothing but a socket that refuses connections. */
  private static void requireStale(Path path) throws IOException {
    if (!Files.readAttributes(path, "isOther", NOFOLLOW_LINKS).containsValue(true)) {
      throw new BindException(path + " is not a socket; move it away or name another path");
    }
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      throw new BindException("another verifier answers on " + path + "; stop it first");
    } catch (ConnectException _) {
      // nobody serves it
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
