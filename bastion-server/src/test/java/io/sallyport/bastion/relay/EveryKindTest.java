package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.testing.RawChannel;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.Recordings;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.WithRawEnds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of channel under a rule that allows only one, on both ways to a target. */
final class EveryKindTest extends WithRawEnds {

  EveryKindTest(@TempDir Path folder) {
    super(folder);
  }

  @ParameterizedTest(name = "N33 by a jump, a rule for {0} alone allows nothing else")
  @EnumSource(ChannelKind.class)
  void byAJump(ChannelKind only) throws IOException, InterruptedException {
    bastion.policy(Rules.policy(Rules.rule("ops", "*", "deploy", only)));
    assertOnly(only, rawDeployOnWeb());
  }

  @ParameterizedTest(name = "N33 by the user name, a rule for {0} alone allows nothing else")
  @EnumSource(ChannelKind.class)
  void byTheUserName(ChannelKind only) throws IOException, InterruptedException {
    bastion.policy(Rules.policy(Rules.rule("ops", "*", "deploy", only)));
    assertOnly(
        only,
        RawConnection.of(
            rawClient().loginByKey(bastion.start(), "ansible@deploy@web-01", bastion.ansibleKey)));
  }

  private void assertOnly(ChannelKind only, RawConnection client)
      throws IOException, InterruptedException {
    RawConnection backend = bastion.backend.connection();
    // More than once, as on a ControlMaster connection.
    for (int i = 0; i < 3; i++) {
      for (ChannelKind kind : ChannelKind.values()) {
        assertThat(allows(kind, client, backend)).as(kind.name()).isEqualTo(kind == only);
      }
    }
    client.getSession().close(true);
    String facts =
        Files.readString(Recordings.theOnlyOne(bastion.recordings()).resolve("hop.jsonl"));
    assertThat(facts.split(fact(only), -1)).as(facts).hasSize(1 + 3);
    assertThat(facts.split("-start\"", -1)).hasSize(1 + 1 + 3);
  }

  private static String fact(ChannelKind kind) {
    return switch (kind) {
      case SHELL, EXEC, SUBSYSTEM -> "channel-start";
      case LOCAL_FORWARD, REMOTE_FORWARD, AGENT, X11 -> "forward-start";
    };
  }

  private boolean allows(ChannelKind kind, RawConnection client, RawConnection backend)
      throws InterruptedException {
    return switch (kind) {
      case SHELL -> requested("shell", client, backend, RawConnection.NOTHING);
      case EXEC -> requested("exec", client, backend, rest -> rest.putString("x"));
      case SUBSYSTEM -> requested("subsystem", client, backend, rest -> rest.putString("sftp"));
      case LOCAL_FORWARD -> opened(client, backend);
      case REMOTE_FORWARD -> listened(client, backend);
      case AGENT -> lent("auth-agent-req@openssh.com", "auth-agent@openssh.com", client, backend);
      case X11 -> lent("x11-req", "x11", client, backend);
    };
  }

  private boolean requested(
      String name, RawConnection client, RawConnection backend, Consumer<Buffer> rest)
      throws InterruptedException {
    Ends ends = session(client, backend);
    ends.client().request(name, true, rest);
    boolean allowed = arrivedAtTheBackend(client, backend);
    if (allowed) {
      ends.backend().expectRequest(name);
      ends.backend().success();
      ends.client().expect(SshConstants.SSH_MSG_CHANNEL_SUCCESS);
    } else {
      ends.client().expect(SshConstants.SSH_MSG_CHANNEL_FAILURE);
    }
    close(ends.client(), ends.backend());
    return allowed;
  }

  private boolean lent(String request, String type, RawConnection client, RawConnection backend)
      throws InterruptedException {
    boolean asked = requested(request, client, backend, EveryKindTest::x11);
    RawChannel opened =
        backend.open(
            type,
            WINDOW,
            PACKET,
            open -> {
              open.putString("localhost");
              open.putUInt(6000);
            });
    if (asked) {
      RawChannel clients = client.asked(type).confirm(WINDOW, PACKET);
      close(opened.confirmed(), clients);
    } else {
      assertThat(opened.refused()).startsWith("1 ");
    }
    return asked;
  }

  private static void x11(Buffer rest) {
    rest.putBoolean(false);
    rest.putString("MIT-MAGIC-COOKIE-1");
    rest.putString("00");
    rest.putUInt(0);
  }

  private static boolean opened(RawConnection client, RawConnection backend)
      throws InterruptedException {
    RawChannel asking = client.open("direct-tcpip", WINDOW, PACKET, EveryKindTest::endpoints);
    boolean allowed = arrivedAtTheBackend(client, backend);
    if (allowed) {
      RawChannel asked = backend.asked("direct-tcpip").confirm(WINDOW, PACKET);
      close(asking.confirmed(), asked);
    } else {
      assertThat(asking.refused()).isEqualTo("1 sallyport: not allowed");
    }
    return allowed;
  }

  private static boolean listened(RawConnection client, RawConnection backend)
      throws InterruptedException {
    client.global(
        "tcpip-forward",
        true,
        request -> {
          request.putString("localhost");
          request.putUInt(8080);
        });
    boolean allowed = arrivedAtTheBackend(client, backend);
    if (allowed) {
      backend.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST);
      backend.send(SshConstants.SSH_MSG_REQUEST_SUCCESS, RawConnection.NOTHING);
      client.expect(SshConstants.SSH_MSG_REQUEST_SUCCESS);
      RawChannel asking = backend.open("forwarded-tcpip", WINDOW, PACKET, EveryKindTest::endpoints);
      RawChannel asked = client.asked("forwarded-tcpip").confirm(WINDOW, PACKET);
      close(asking.confirmed(), asked);
    } else {
      client.expect(SshConstants.SSH_MSG_REQUEST_FAILURE);
    }
    return allowed;
  }

  private static void endpoints(Buffer open) {
    open.putString("localhost");
    open.putUInt(8080);
    open.putString("127.0.0.1");
    open.putUInt(1);
  }

  private static void close(RawChannel first, RawChannel second) throws InterruptedException {
    first.close();
    second.expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
    second.close();
    first.expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
  }

  private static boolean arrivedAtTheBackend(RawConnection client, RawConnection backend) {
    while (client.waiting().isEmpty() && backend.waiting().isEmpty()) {
      if (!client.getSession().isOpen()) {
        throw new AssertionError("the connection has ended");
      }
      Thread.onSpinWait();
    }
    return !backend.waiting().isEmpty();
  }
}
