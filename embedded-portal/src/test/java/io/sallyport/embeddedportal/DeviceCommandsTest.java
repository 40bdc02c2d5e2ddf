package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.control.Order;
import io.sallyport.control.OrderReply;
import io.sallyport.control.OrderReply.Done;
import io.sallyport.control.OrderReply.Refused;
import io.sallyport.control.OrderReply.Unavailable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceCommandsTest {
  @TempDir Path folder;
  private TestPortal portal;

  @BeforeEach
  void start() throws IOException {
    portal = TestPortal.in(folder);
  }

  @AfterEach
  void stop() {
    portal.close();
  }

  @Test
  void list_showsWhoWaitsAndWhoEnrolled() {
    assertThat(list()).isEmpty();
    TestBastion.enrolled(portal);
    TestBastion denied = TestBastion.begins(portal);
    denied.deny();
    TestBastion waiting = TestBastion.begins(portal);
    portal.clock.advance(Duration.ofMinutes(1));
    assertThat(list()).hasSize(2);
    assertThat(list().getFirst())
        .isEqualTo("waiting   " + waiting.userCode() + "  client sallyport, for 540 s more");
    assertThat(list().get(1))
        .matches("enrolled  [0-9a-f]{64}  client sallyport, since 2026-11-22T18:00:00.250Z");
    portal.clock.advance(Duration.ofMinutes(9));
    assertThat(list()).hasSize(1);
  }

  @Test
  void bastionWhoseTokensExpired_isGone() {
    TestBastion.enrolled(portal, "pam");
    portal.clock.advance(Duration.ofHours(1));
    assertThat(list()).isEmpty();
  }

  @Test
  void code_isUnderstoodHoweverItIsTyped() {
    TestBastion bastion = TestBastion.begins(portal);
    String typed = " " + bastion.userCode().replace("-", "").toLowerCase(Locale.ROOT) + " ";
    assertThat(PortalControl.approveDevice(portal.files.control(), typed))
        .isEqualTo(new Done(List.of("approved " + bastion.userCode())));
    assertThat(bastion.poll().status()).isEqualTo(200);
  }

  @Test
  void decision_isMadeOnce() {
    TestBastion bastion = TestBastion.begins(portal);
    assertThat(bastion.deny()).isEqualTo(new Done(List.of("denied " + bastion.userCode())));
    assertThat(bastion.deny()).isEqualTo(new Refused("no bastion waits under that code"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "BCDF-GHJ", "AEIO-UAEI", "BCDF-GHJK\napprove", "BCDF-GHJK-L"})
  void codeThatIsNone_isRefused(String typed) {
    assertThat(PortalControl.approveDevice(portal.files.control(), typed))
        .isEqualTo(new Refused("a code has eight letters, as in WDJB-MJHT"));
  }

  @Test
  void unknownCommand_isRefused() {
    var order = new Order("portal", "serve", portal.files.control(), "dwho", Duration.ofSeconds(5));
    assertThat(order.give()).isInstanceOf(Refused.class);
  }

  @Test
  void noPortal_isUnavailable() {
    assertThat(PortalControl.listDevices(folder.resolve("nowhere")))
        .isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "done\n", "done 2\nonly one\n", "token x\n", "hello world\n"})
  void answerThatIsNone_isUnavailable(String answer) throws IOException {
    Path socket = folder.resolve("other.sock");
    try (var server =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(socket))) {
      Thread.ofVirtual().start(() -> answer(server, answer));
      assertThat(PortalControl.listDevices(socket)).isInstanceOf(Unavailable.class);
    }
  }

  private static void answer(ServerSocketChannel server, String answer) {
    try (SocketChannel channel = server.accept()) {
      channel.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
      var _ = channel.read(ByteBuffer.allocate(64));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> list() {
    return switch (PortalControl.listDevices(portal.files.control())) {
      case Done(List<String> lines) -> lines;
      case OrderReply other -> throw new AssertionError(other);
    };
  }
}
