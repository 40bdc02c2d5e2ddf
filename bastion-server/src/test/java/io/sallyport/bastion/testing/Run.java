package io.sallyport.bastion.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ChannelSession;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/** What came of a program that ran to its end. */
public record Run(String stdout, String stderr, @Nullable Integer status, @Nullable String signal) {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** Runs a command without input. */
  public static Run exec(ClientSession session, String command) throws IOException {
    return of(session.createExecChannel(command), "");
  }

  /** Runs what this channel starts with this input. */
  public static Run of(ChannelSession channel, String input) throws IOException {
    var stdout = new ByteArrayOutputStream();
    var stderr = new ByteArrayOutputStream();
    channel.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
    channel.setOut(stdout);
    channel.setErr(stderr);
    channel.open().verify(LIMIT);
    if (!channel
        .waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT)
        .contains(ClientChannelEvent.CLOSED)) {
      throw new AssertionError("the channel did not close");
    }
    return new Run(
        stdout.toString(UTF_8),
        stderr.toString(UTF_8),
        channel.getExitStatus(),
        channel.getExitSignal());
  }
}
