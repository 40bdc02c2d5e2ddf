package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.WithBastion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Neither door ever makes a connection that a client named; and under a rule for programs only, no
 * backend does either.
 */
final class NothingIsDialledTest extends WithBastion {

  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final SshdSocketAddress HERE = new SshdSocketAddress("127.0.0.1", 1);

  NothingIsDialledTest(@TempDir Path folder) {
    super(folder);
    bastion.policy(
        Rules.policy(
            Rules.rule(
                "ops", "*", "deploy", ChannelKind.SHELL, ChannelKind.EXEC, ChannelKind.SUBSYSTEM)));
  }

  @ParameterizedTest(name = "N17 {0}")
  @ValueSource(
      strings = {
        "127.0.0.1",
        "localhost",
        "::1",
        "::ffff:127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "0.0.0.0",
        "0"
      })
  void portThatListens_isNotDialledByTheOuterDoor(String spelling) throws Exception {
    ClientSession outer = ansible();
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = listening.getLocalPort();

      assertThatThrownBy(() -> client.jump(outer, "deploy", spelling, port))
          .isInstanceOf(IOException.class);
      assertThat(client.told().toString()).contains("not allowed, or no such host or login");
      assertNobodyCame(listening);
    }
  }

  @Test
  @DisplayName("N17 direct-tcpip in the inner door never dials")
  void innerDoor_dialsNothing() throws Exception {
    ClientSession web = deployOnWeb();
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var target = new SshdSocketAddress("127.0.0.1", listening.getLocalPort());
      ChannelDirectTcpip channel = web.createDirectTcpipChannel(HERE, target);

      assertThatThrownBy(() -> channel.open().verify(LIMIT)).isInstanceOf(IOException.class);
      assertNobodyCame(listening);
    }
  }

  @Test
  @DisplayName("N19 neither door listens for a client")
  void listeningForAClient_isRefused() throws Exception {
    ClientSession outer = ansible();
    ClientSession web = client.jump(outer, "deploy", "web-01", 22);

    for (ClientSession door : new ClientSession[] {outer, web}) {
      Buffer request = door.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
      request.putString("tcpip-forward");
      request.putBoolean(true);
      request.putString("127.0.0.1");
      request.putUInt(0);

      assertThat(door.request("tcpip-forward", request, LIMIT)).isNull();
    }
  }

  @ParameterizedTest(name = "N20 {0}")
  @ValueSource(
      strings = {
        "x11",
        "auth-agent@openssh.com",
        "forwarded-tcpip",
        "direct-streamlocal@openssh.com"
      })
  void otherChannels_areNotOpened_andTheSessionGoesOn(String type) throws Exception {
    ClientSession outer = ansible();
    ClientSession web = client.jump(outer, "deploy", "web-01", 22);

    for (ClientSession door : new ClientSession[] {outer, web}) {
      var channel = new OddChannel(type);
      door.getService(ConnectionService.class).registerChannel(channel);

      assertThatThrownBy(() -> channel.open().verify(LIMIT)).isInstanceOf(IOException.class);
      assertThat(door.isOpen()).isTrue();
    }
  }

  /** Connections of before are in the queue: what does not come at once did not come at all. */
  private static void assertNobodyCame(ServerSocket listening) throws IOException {
    listening.setSoTimeout(50);
    assertThatThrownBy(listening::accept).isInstanceOf(SocketTimeoutException.class);
  }

  private static final class OddChannel extends AbstractClientChannel {
    OddChannel(String type) {
      super(type);
    }

    @Override
    protected void doOpen() {}
  }
}
