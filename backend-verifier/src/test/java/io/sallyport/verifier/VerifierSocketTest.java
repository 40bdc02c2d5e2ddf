package io.sallyport.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.verifier.VerifierSocket.Audience;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierSocketTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("verifier.sock");
  }

  @Test
  void openSocket_isForOwnerAndGroup_andGoneAfterwards() throws IOException {
    try (VerifierSocket _ = VerifierSocket.open(path, Audience.SSHD)) {
      assertThat(Files.getPosixFilePermissions(path))
          .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void staleSocket_isReplaced() throws IOException {
    try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stale.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();

    try (VerifierSocket _ = VerifierSocket.open(path, Audience.SSHD);
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      assertThat(client.isConnected()).isTrue();
    }
  }

  @Test
  void socketThatSomebodyServes_isLeftAlone() throws IOException {
    try (VerifierSocket _ = VerifierSocket.open(path, Audience.SSHD)) {
      assertThatThrownBy(() -> VerifierSocket.open(path, Audience.SSHD))
          .hasMessage("another verifier answers on " + path + "; stop it first");
      assertThat(path).exists();
    }
  }

  @Test
  void whatIsNoSocket_isLeftAlone() throws IOException {
    Files.writeString(path, "precious");

    assertThatThrownBy(() -> VerifierSocket.open(path, Audience.SSHD))
        .hasMessageContaining("is not a socket");
    assertThat(path).hasContent("precious");
  }

  @Test
  void linkToASocket_isLeftAlone() throws IOException {
    Path real = folder.resolve("real.sock");
    try (ServerSocketChannel stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stale.bind(UnixDomainSocketAddress.of(real));
    }
    Files.createSymbolicLink(path, real);

    assertThatThrownBy(() -> VerifierSocket.open(path, Audience.SSHD))
        .hasMessageContaining("is not a socket");
    assertThat(path).isSymbolicLink();
  }

  @Test
  void socketInAMissingFolder_isExplained() {
    Path missing = folder.resolve("missing").resolve("verifier.sock");

    assertThatThrownBy(() -> VerifierSocket.open(missing, Audience.SSHD))
        .hasMessageContaining("the socket " + missing + " cannot be made; check its folder");
  }
}
