package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.testing.RawChannel;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.WithRawEnds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends that break the rules of RFC 4254, section 5: whoever does loses the connection. */
final class HostileDataTest extends WithRawEnds {

  private static final long LARGEST = 0xffff_ffffL;
  private static final String GONE = "the connection to web-01 has ended";

  HostileDataTest(@TempDir Path folder) {
    super(folder);
  }

  /** What an end may do wrong on a channel with an open program. */
  enum Wrong {
    LENGTH_BEYOND_THE_PACKET {
      @Override
      void by(RawChannel channel) {
        channel.send(SshConstants.SSH_MSG_CHANNEL_DATA, data -> say(data, 100, 99));
      }
    },
    LENGTH_OF_4_GIB {
      @Override
      void by(RawChannel channel) {
        channel.send(SshConstants.SSH_MSG_CHANNEL_DATA, data -> say(data, LARGEST, 99));
      }
    },
    DATA_WITHOUT_LENGTH {
      @Override
      void by(RawChannel channel) {
        channel.send(SshConstants.SSH_MSG_CHANNEL_DATA, RawConnection.NOTHING);
      }
    },
    EXTENDED_DATA_OF_AN_UNKNOWN_TYPE {
      @Override
      void by(RawChannel channel) {
        channel.extended(2, "x");
      }
    },
    WINDOW_BEYOND_32_BITS {
      @Override
      void by(RawChannel channel) {
        channel.adjust(LARGEST);
      }
    },
    REQUEST_WITH_A_NAME_OF_2_GIB {
      @Override
      void by(RawChannel channel) {
        channel.send(SshConstants.SSH_MSG_CHANNEL_REQUEST, name -> say(name, 0x7fff_ffff, 99));
      }
    },
    REQUEST_WITH_A_NAME_OF_MINUS_ONE {
      @Override
      void by(RawChannel channel) {
        channel.send(SshConstants.SSH_MSG_CHANNEL_REQUEST, name -> say(name, LARGEST, 99));
      }
    },
    PACKET_LARGER_THAN_ALLOWED {
      @Override
      void by(RawChannel channel) {
        channel.data(new byte[(int) PACKET + 1]);
      }
    };

    abstract void by(RawChannel channel);

    private static void say(Buffer buffer, long length, int really) {
      buffer.putUInt(length);
      buffer.putRawBytes(new byte[really]);
    }
  }

  @Test
  void bothEnds_canTalk() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    assertWorks(program(client, bastion.backend.connection()));
  }

  @ParameterizedTest(
      name = "N08 {0} by the client ends its connection, and the backend sees nothing")
  @EnumSource(Wrong.class)
  void wrongByTheClient(Wrong wrong) throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    wrong.by(ends.client());

    if (wrong == Wrong.WINDOW_BEYOND_32_BITS) {
      ends.client().expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
      ends.backend().expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
      return;
    }
    awaitEnd(client);
    bastion.audit.await(AuditEvent.HopEnded.class);
    assertThat(rawClient().told()).doesNotContain(GONE);
    assertNothingBut(backend.waiting(), SshConstants.SSH_MSG_CHANNEL_CLOSE);
  }

  @ParameterizedTest(name = "N08 {0} by the backend ends its connection, and the client is told")
  @EnumSource(Wrong.class)
  void wrongByTheBackend(Wrong wrong) throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    Ends ends = program(client, bastion.backend.connection());

    wrong.by(ends.backend());

    awaitEnd(client);
    bastion.audit.await(AuditEvent.HopEnded.class);
    assertThat(rawClient().told()).containsExactly(GONE);
    assertNothingBut(client.waiting(), SshConstants.SSH_MSG_CHANNEL_CLOSE);
  }

  @Test
  @DisplayName("N08 the client may fill the backend's window to its last byte, and not a byte more")
  void clientBeyondTheWindow() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    RawChannel asking = client.open("session", WINDOW, PACKET, RawConnection.NOTHING);
    RawChannel asked = backend.asked("session").confirm(10, PACKET);
    start(new Ends(asking.confirmed(), asked));
    assertThat(asking.window()).isEqualTo(10);

    asking.data("0123456789");
    assertThat(asked.expectData()).isEqualTo("0123456789");
    asked.adjust(1);
    asking.expect(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST);
    asking.data("a");
    assertThat(asked.expectData()).isEqualTo("a");
    asking.data("b");

    awaitEnd(client);
    bastion.audit.await(AuditEvent.HopEnded.class);
    assertThat(rawClient().told()).doesNotContain(GONE);
    assertNothingBut(backend.waiting(), SshConstants.SSH_MSG_CHANNEL_CLOSE);
  }

  @Test
  @DisplayName("N08 the backend may fill the client's window to its last byte, and not a byte more")
  void backendBeyondTheWindow() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawChannel asking = client.open("session", 10, PACKET, RawConnection.NOTHING);
    RawChannel asked = bastion.backend.connection().asked("session").confirm(WINDOW, PACKET);
    start(new Ends(asking.confirmed(), asked));
    assertThat(asked.window()).isEqualTo(10);

    asked.extended(1, "0123456789");
    assertThat(asking.expectStderr()).isEqualTo("0123456789");
    asked.data("a");

    awaitEnd(client);
    assertThat(rawClient().told()).containsExactly(GONE);
    assertNothingBut(client.waiting(), SshConstants.SSH_MSG_CHANNEL_CLOSE);
  }

  @Test
  @DisplayName("N08 a window of 2^32-1 bytes is the largest, and is a window")
  void largestWindow() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawChannel asking = client.open("session", LARGEST, PACKET, RawConnection.NOTHING);
    RawChannel asked = bastion.backend.connection().asked("session").confirm(LARGEST, PACKET);
    Ends ends = new Ends(asking.confirmed(), asked);
    start(ends);

    assertWorks(ends);
  }

  @Test
  @DisplayName("N08 a packet size that no packet can have is not passed on")
  void largestPacket() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawChannel asking = client.open("session", WINDOW, LARGEST, RawConnection.NOTHING);
    RawChannel asked = bastion.backend.connection().asked("session").confirm(WINDOW, LARGEST);
    Ends ends = new Ends(asking.confirmed(), asked);
    start(ends);

    assertThat(asked.packet()).isBetween(PACKET, 1L << 18);
    assertThat(asking.packet()).isBetween(PACKET, 1L << 18);
    ends.client().data("x".repeat((int) asking.packet()));
    assertThat(ends.backend().expectData()).hasSize((int) asking.packet());
    ends.backend().data("x".repeat((int) asked.packet()));
    assertThat(ends.client().expectData()).hasSize((int) asked.packet());
  }

  @Test
  void packetsAsLargeAsAllowed_passBothWays() throws IOException, InterruptedException {
    Ends ends = program(rawDeployOnWeb(), bastion.backend.connection());
    String largest = "x".repeat((int) PACKET);

    ends.client().data(largest);
    assertThat(ends.backend().expectData()).isEqualTo(largest);
    ends.backend().data(largest);
    assertThat(ends.client().expectData()).isEqualTo(largest);
    ends.backend().extended(1, largest);
    assertThat(ends.client().expectStderr()).isEqualTo(largest);
  }

  @Test
  void noBytesAtAll_passBothWays_evenWithoutAnyWindow() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawChannel asking = client.open("session", 0, PACKET, RawConnection.NOTHING);
    RawChannel asked = bastion.backend.connection().asked("session").confirm(0, PACKET);
    start(new Ends(asking.confirmed(), asked));

    asking.data("");
    assertThat(asked.expectData()).isEmpty();
    asked.data("");
    assertThat(asking.expectData()).isEmpty();
  }

  @Test
  void windowThatGrowsByteByByte_letsEverythingThrough() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawChannel asking = client.open("session", 1, PACKET, RawConnection.NOTHING);
    RawChannel asked = bastion.backend.connection().asked("session").confirm(1, PACKET);
    start(new Ends(asking.confirmed(), asked));
    StringBuilder seen = new StringBuilder();

    for (char c = 'a'; c <= 'z'; c++) {
      asked.data(String.valueOf(c));
      seen.append(asking.expectData());
      asking.adjust(1);
      asked.expect(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST);
      asking.data(String.valueOf(c));
      assertThat(asked.expectData()).isEqualTo(String.valueOf(c));
      asked.adjust(1);
      asking.expect(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST);
    }

    assertThat(seen).hasToString("abcdefghijklmnopqrstuvwxyz");
  }

  @Test
  @DisplayName("a command as long as a packet is a command")
  void longCommand() throws IOException, InterruptedException {
    Ends ends = session(rawDeployOnWeb(), bastion.backend.connection());
    String command = "x".repeat(200_000);

    ends.client().request("exec", true, rest -> rest.putString(command));

    Buffer rest = ends.backend().expectRequest("exec").reader();
    rest.getUInt();
    rest.getString();
    rest.getBoolean();
    assertThat(rest.getString()).isEqualTo(command);
  }

  @ParameterizedTest(name = "N08 {0} that is cut off ends the client")
  @ValueSource(strings = {"exec", "env", "pty-req", "window-change", "subsystem"})
  void requestThatIsCutOff(String name) throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = session(client, backend);

    ends.client().request(name, true, rest -> rest.putRawBytes(new byte[] {0, 0, 1}));

    awaitEnd(client);
    assertNothingBut(backend.waiting(), SshConstants.SSH_MSG_CHANNEL_CLOSE);
  }

  @ParameterizedTest(name = "N08 message {0} for a channel that was never opened does no harm")
  @ValueSource(ints = {93, 94, 95, 96, 97, 98, 99, 100})
  void channelThatWasNeverOpened(int command) throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    program(client, backend);

    client.send(
        command,
        buffer -> {
          buffer.putUInt(4711);
          buffer.putUInt(1);
          buffer.putUInt(1);
          buffer.putUInt(0);
        });
    client.global("unknown", true, RawConnection.NOTHING);

    // Ignored, or the end of the guilty connection: either is right, neither reaches the backend.
    awaitAnswerOrEnd(client);
    assertNothingBut(backend.waiting(), SshConstants.SSH_MSG_CHANNEL_CLOSE);
  }

  private static void awaitAnswerOrEnd(RawConnection client) throws InterruptedException {
    while (client.getSession().isOpen() && client.waiting().isEmpty()) {
      Thread.sleep(5);
    }
  }

  @Test
  @DisplayName("N08 a channel number is used again after its channel has closed")
  void numberOfAClosedChannel_isUsedAgain() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends first = program(client, backend);
    first.client().close();
    first.backend().expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
    first.backend().close();
    first.client().expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);

    client.open("session", first.client().own(), WINDOW, PACKET, RawConnection.NOTHING);
    RawChannel asked = backend.asked("session").confirm(WINDOW, PACKET);
    Ends second = new Ends(first.client().confirmed(), asked);
    start(second);

    assertWorks(second);
  }

  @Test
  @DisplayName("N08 nothing follows a close, whatever the peer still sends")
  void messagesAfterAClose_goNowhere() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends ends = program(client, backend);

    ends.client().close();
    ends.client().data("late");
    ends.client().request("signal", false, rest -> rest.putString("TERM"));
    ends.client().eof();

    ends.backend().expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
    client.global("unknown", true, RawConnection.NOTHING);
    awaitAnswerOrEnd(client);
    assertThat(backend.waiting()).isEmpty();
  }

  @Test
  @DisplayName("N21 data after the end of file are shown and recorded like any")
  void dataAfterEof_areRecorded() throws IOException, InterruptedException {
    Ends ends = program(rawDeployOnWeb(), bastion.backend.connection());

    ends.backend().eof();
    ends.backend().data("late");

    ends.client().expect(SshConstants.SSH_MSG_CHANNEL_EOF);
    assertThat(ends.client().expectData()).isEqualTo("late");
  }

  @Test
  @DisplayName("N21 an exit status before the data is passed on in its place, and the data come")
  void exitStatusBeforeTheData() throws IOException, InterruptedException {
    Ends ends = program(rawDeployOnWeb(), bastion.backend.connection());

    ends.backend().request("exit-status", false, rest -> rest.putUInt(0));
    ends.backend().data("after");

    ends.client().expectRequest("exit-status");
    assertThat(ends.client().expectData()).isEqualTo("after");
  }

  @Test
  @DisplayName("N21 data before anything was started end the backend")
  void dataBeforeAProgram() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    Ends ends = session(client, bastion.backend.connection());

    ends.backend().data("unasked");

    awaitEnd(client);
    assertThat(rawClient().told()).containsExactly(GONE);
    assertNothingBut(client.waiting(), SshConstants.SSH_MSG_CHANNEL_CLOSE);
  }

  private static void assertNothingBut(BlockingQueue<RawConnection.Packet> came, int command) {
    assertThat(List.copyOf(came)).allMatch(packet -> packet.command() == command);
  }
}
