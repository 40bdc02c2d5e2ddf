package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.WithRawEnds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests on a session channel (RFC 4254, section 6; RFC 4335), byte for byte. */
final class ChannelRequestsTest extends WithRawEnds {

  ChannelRequestsTest(@TempDir Path folder) {
    super(folder);
  }

  record Asked(String name, boolean wantReply, Consumer<Buffer> rest) {
    @Override
    public String toString() {
      return name;
    }

    byte[] bytes() {
      Buffer bytes = new ByteArrayBuffer();
      bytes.putString(name);
      bytes.putBoolean(wantReply);
      rest.accept(bytes);
      return bytes.getCompactData();
    }
  }

  private static Stream<Asked> ofClients() {
    return Stream.of(
        new Asked("signal", false, rest -> rest.putString("USR1")),
        new Asked("signal", false, rest -> rest.putString("anything@example.com")),
        new Asked("break", true, rest -> rest.putUInt(500)),
        new Asked("break", false, rest -> rest.putUInt(0xffff_ffffL)),
        new Asked("eow@openssh.com", false, RawConnection.NOTHING),
        new Asked("window-change", false, rest -> sizes(rest, 1, 1)),
        new Asked("window-change", false, rest -> sizes(rest, 10_000, 0xffff_ffffL)),
        new Asked("pty-req", true, ChannelRequestsTest::terminal),
        new Asked("env", true, rest -> variable(rest, "LC_ALL")),
        new Asked("auth-agent-req@openssh.com", true, RawConnection.NOTHING));
  }

  private static Stream<Asked> ofBackends() {
    return Stream.of(
        new Asked("exit-status", false, rest -> rest.putUInt(0xffff_ffffL)),
        new Asked("exit-signal", false, ChannelRequestsTest::death),
        new Asked("eow@openssh.com", false, RawConnection.NOTHING),
        new Asked("keepalive@openssh.com", true, RawConnection.NOTHING),
        new Asked("xon-xoff", false, rest -> rest.putBoolean(true)));
  }

  @ParameterizedTest
  @MethodSource("ofClients")
  void requestOfAClient_reachesTheBackendAsItIs(Asked asked)
      throws IOException, InterruptedException {
    Ends ends = session(rawDeployOnWeb(), bastion.backend.connection());

    ends.client().request(asked.name(), asked.wantReply(), asked.rest());

    assertThat(rest(ends.backend().expectRequest(asked.name()))).isEqualTo(asked.bytes());
    if (asked.wantReply()) {
      ends.backend().success();
      ends.client().expect(SshConstants.SSH_MSG_CHANNEL_SUCCESS);
    }
  }

  @ParameterizedTest
  @MethodSource("ofBackends")
  void requestOfABackend_reachesTheClientAsItIs(Asked asked)
      throws IOException, InterruptedException {
    Ends ends = program(rawDeployOnWeb(), bastion.backend.connection());

    ends.backend().request(asked.name(), asked.wantReply(), asked.rest());

    assertThat(rest(ends.client().expectRequest(asked.name()))).isEqualTo(asked.bytes());
    if (asked.wantReply()) {
      ends.client().failure();
      ends.backend().expect(SshConstants.SSH_MSG_CHANNEL_FAILURE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tun@openssh.com", "xon-xoff", "exit-status", "", "auth-agent-req"})
  void unknownRequestOfAClient_isRefused_inItsTurn(String name)
      throws IOException, InterruptedException {
    Ends ends = session(rawDeployOnWeb(), bastion.backend.connection());

    ends.client().request("break", true, rest -> rest.putUInt(1));
    ends.client().request(name, true, rest -> rest.putUInt(0));
    ends.client().request(name, false, rest -> rest.putUInt(0));
    ends.client().request("pty-req", true, ChannelRequestsTest::terminal);

    ends.backend().expectRequest("break");
    ends.backend().expectRequest("pty-req");
    assertThat(ends.client().connection().waiting()).isEmpty();
    ends.backend().success();
    ends.client().expect(SshConstants.SSH_MSG_CHANNEL_SUCCESS);
    ends.client().expect(SshConstants.SSH_MSG_CHANNEL_FAILURE);
    ends.backend().success();
    ends.client().expect(SshConstants.SSH_MSG_CHANNEL_SUCCESS);
    assertThat(ends.client().connection().waiting()).isEmpty();
  }

  @Test
  void secondProgramOnAChannel_isRefused() throws IOException, InterruptedException {
    Ends ends = program(rawDeployOnWeb(), bastion.backend.connection());

    ends.client().request("shell", true, RawConnection.NOTHING);

    ends.client().expect(SshConstants.SSH_MSG_CHANNEL_FAILURE);
    assertThat(ends.backend().connection().waiting()).isEmpty();
  }

  @Test
  void streamsOfABackend_keepTheirOrder() throws IOException, InterruptedException {
    Ends ends = program(rawDeployOnWeb(), bastion.backend.connection());

    for (int i = 0; i < 50; i++) {
      ends.backend().data("out" + i).extended(1, "err" + i);
    }

    for (int i = 0; i < 50; i++) {
      assertThat(ends.client().expectData()).isEqualTo("out" + i);
      assertThat(ends.client().expectStderr()).isEqualTo("err" + i);
    }
  }

  private static byte[] rest(RawConnection.Packet packet) {
    Buffer reader = packet.reader();
    var _ = reader.getUInt();
    return reader.getCompactData();
  }

  private static void sizes(Buffer rest, long columns, long rows) {
    rest.putUInt(columns);
    rest.putUInt(rows);
    rest.putUInt(0);
    rest.putUInt(0);
  }

  private static void terminal(Buffer rest) {
    rest.putString("xterm-256color");
    sizes(rest, 80, 24);
    rest.putBytes(new byte[] {53, 0, 0, 0, 1, (byte) 128, 0, 0, (byte) 0x96, 0, 0});
  }

  private static void variable(Buffer rest, String name) {
    rest.putString(name);
    rest.putString("C.UTF-8");
  }

  private static void death(Buffer rest) {
    rest.putString("SEGV");
    rest.putBoolean(true);
    rest.putString("Segmentation fault (core dumped)");
    rest.putString("en");
  }
}
