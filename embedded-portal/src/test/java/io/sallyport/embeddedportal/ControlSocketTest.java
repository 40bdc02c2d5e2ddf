package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.sallyport.embeddedportal.TokenAnswer.Issued;
import io.sallyport.embeddedportal.TokenAnswer.Refused;
import io.sallyport.embeddedportal.TokenAnswer.Unavailable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControlSocketTest {
  @TempDir Path folder;

  @Test
  void personGetsATokenThatTheBastionCanRedeem() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      assertThat(PortalControl.requestToken(portal.files.control(), "dwho"))
          .isInstanceOfSatisfying(
              Issued.class,
              issued ->
                  assertThat(
                          portal
                              .post(VerifyEndpoint.PATH, "{\"token\": \"" + issued.token() + "\"}")
                              .json()
                              .get("user")
                              .stringValue())
                      .isEqualTo("dwho"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobodyx", "ansible", "", "dwho\nrtyler", "DWHO", "a b"})
  void everybodyElse_isRefused(String name) throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      assertThat(PortalControl.requestToken(portal.files.control(), name))
          .isInstanceOf(Refused.class);
      assertThat(portal.issue(name)).isInstanceOf(Refused.class);
    }
  }

  @Test
  @DisplayName("N43 the text of an answer does not have the token")
  void issued_hidesItsToken() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      assertThat(portal.issue("dwho")).hasToString("Issued[token=(secret)]");
    }
  }

  @Test
  void socket_isForItsOwnerOnly() throws IOException {
    try (TestPortal portal = TestPortal.in(folder)) {
      assertThat(Files.getPosixFilePermissions(portal.files.control()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void stop_leavesOnlyTheState() throws IOException {
    TestPortal.in(folder).close();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "portal.yaml",
              "bastion-token",
              "backend-token",
              "client-secret",
              "service-accounts.conf",
              "state");
    }
  }

  @Test
  void socketThatAKilledPortalLeft_isReplaced() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    listen(files.control()).close();
    assertThat(files.control()).exists();
    try (TestPortal _ = TestPortal.of(files)) {
      assertThat(PortalControl.requestToken(files.control(), "dwho")).isInstanceOf(Issued.class);
    }
  }

  @Test
  void socketThatIsServed_isAnErrorAndStays() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    try (ServerSocketChannel _ = listen(files.control())) {
      assertThatIOException()
          .isThrownBy(() -> TestPortal.of(files))
          .withMessage(
              "another portal listens on the control socket %s; stop it, or choose another `control`",
              files.control());
      assertThat(files.control()).exists();
    }
  }

  @Test
  void fileInItsPlace_isAnErrorAndStays() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.write("portal.sock", "precious");
    assertThatIOException()
        .isThrownBy(() -> TestPortal.of(files))
        .withMessageContaining("portal.sock stands where the control socket should be; remove it");
    assertThat(files.control()).hasContent("precious");
  }

  @Test
  void folderThatIsMissing_isAnError() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.change("control: portal.sock", "control: missing/portal.sock");
    assertThatIOException()
        .isThrownBy(() -> TestPortal.of(files))
        .withMessageContaining("missing/portal.sock")
        .withMessageEndingWith("its folder must exist and be writable");
  }

  @Test
  void noPortal_isUnavailable() {
    Path nowhere = folder.resolve("portal.sock");
    assertThat(PortalControl.requestToken(nowhere, "dwho"))
        .isEqualTo(
            new Unavailable(
                "no portal listens on %s; start it with `sallyport portal serve`"
                    .formatted(nowhere)));
  }

  @Test
  void portalThatWasKilled_isUnavailable() throws IOException {
    Path socket = folder.resolve("portal.sock");
    listen(socket).close();
    assertThat(PortalControl.requestToken(socket, "dwho"))
        .isInstanceOfSatisfying(
            Unavailable.class,
            unavailable ->
                assertThat(unavailable.reason()).contains("Connection refused", socket.toString()));
  }

  @Test
  void portalThatHangs_isUnavailableInTime() throws IOException {
    Path socket = folder.resolve("portal.sock");
    try (ServerSocketChannel _ = listen(socket)) {
      assertThat(PortalControl.requestToken(socket, "dwho", Duration.ofMillis(50)))
          .isInstanceOfSatisfying(
              Unavailable.class,
              unavailable -> assertThat(unavailable.reason()).contains("no answer in time"));
    }
  }

  @Test
  void clientThatSaysNothing_isHungUpOnAndHindersNobody() throws IOException {
    try (TestPortal portal = TestPortal.in(folder);
        SocketChannel silent =
            SocketChannel.open(UnixDomainSocketAddress.of(portal.files.control()))) {
      assertThat(PortalControl.requestToken(portal.files.control(), "dwho"))
          .isInstanceOf(Issued.class);
      assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void lineWithoutEnd_isHungUpOn() throws IOException {
    try (TestPortal portal = TestPortal.in(folder);
        SocketChannel client =
            SocketChannel.open(UnixDomainSocketAddress.of(portal.files.control()))) {
      client.write(ByteBuffer.wrap("a".repeat(512).getBytes(StandardCharsets.US_ASCII)));
      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  private static ServerSocketChannel listen(Path path) throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path));
  }
}
