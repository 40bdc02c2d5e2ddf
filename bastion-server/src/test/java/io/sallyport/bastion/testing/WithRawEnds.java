package io.sallyport.bastion.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that itself is both ends of a relayed connection, and writes what it likes. */
public abstract class WithRawEnds extends WithBastion {

  protected static final long WINDOW = 1 << 20;
  protected static final long PACKET = 1 << 15;

  private final TestClient raw = TestClient.raw();

  /** Both ends of one channel. */
  public record Ends(RawChannel client, RawChannel backend) {}

  protected WithRawEnds(@TempDir Path folder) {
    super(folder);
    bastion.backend.speakRaw();
  }

  /** Goes to {@code deploy@web-01}; the client's end. */
  protected RawConnection rawDeployOnWeb() throws IOException {
    return RawConnection.of(raw.jump(ansible(), "deploy", "web-01", 22));
  }

  /** Opens a session channel with the usual windows; nothing runs in it yet. */
  protected Ends session(RawConnection client, RawConnection backend) throws InterruptedException {
    RawChannel asking = client.open("session", WINDOW, PACKET, RawConnection.NOTHING);
    RawChannel asked = backend.asked("session").confirm(WINDOW, PACKET);
    return new Ends(asking.confirmed(), asked);
  }

  /** Opens a session channel in which a program runs. */
  protected Ends program(RawConnection client, RawConnection backend) throws InterruptedException {
    Ends ends = session(client, backend);
    start(ends);
    return ends;
  }

  protected void start(Ends ends) throws InterruptedException {
    ends.client.request("exec", true, rest -> rest.putString("a program"));
    ends.backend.expectRequest("exec");
    ends.backend.success();
    ends.client.expect(SshConstants.SSH_MSG_CHANNEL_SUCCESS);
  }

  /** Says something on the client's connection and waits for the echo: it still works. */
  protected void assertWorks(Ends ends) throws InterruptedException {
    ends.client.data("ping");
    assertThat(ends.backend.expectData()).isEqualTo("ping");
    ends.backend.data("pong");
    assertThat(ends.client.expectData()).isEqualTo("pong");
  }

  protected void awaitEnd(RawConnection client) {
    TestClient.awaitEnd((ClientSession) client.getSession());
  }

  /** The words with which the raw client was disconnected. */
  protected TestClient rawClient() {
    return raw;
  }

  @AfterEach
  final void closeRaw() {
    raw.close();
  }
}
