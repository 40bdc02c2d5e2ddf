package io.sallyport.bastion.hop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;

/**
 * The one program that runs where somebody is announced: the backend's own, whatever it is asked
 * for, and its exit status is the answer. The connection ends with it.
 *
 * @param connection one that was let in
 */
record Errand(ClientSession connection) {

  /** Longer than the backend's program waits for an account. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final Duration OPEN_LIMIT = Duration.ofSeconds(10);

  /** Waits for the end; gives why the person is not known there, empty if they are. */
  Optional<String> failure() {
    try {
      return run();
    } catch (IOException e) {
      return Optional.of(
          "the backend took the announcement and nothing came of it: " + e.getMessage());
    } finally {
      Hop.end(connection);
    }
  }

  private Optional<String> run() throws IOException {
    Words words = new Words();
    ChannelExec channel = connection.createExecChannel("announce");
    channel.setOut(OutputStream.nullOutputStream());
    channel.setErr(words);
    channel.open().verify(OPEN_LIMIT);
    if (!channel
        .waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT)
        .contains(ClientChannelEvent.CLOSED)) {
      return Optional.of("no answer within " + LIMIT.toSeconds() + " s");
    }
    Integer status = channel.getExitStatus();
    return status != null && status == 0 ? Optional.empty() : Optional.of(words.text());
  }

  /** The beginning of what the program has said, for the audit. */
  private static final class Words extends OutputStream {
    private static final int MOST = 200;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int octet) {
      if (bytes.size() < MOST) {
        bytes.write(octet);
      }
    }

    synchronized String text() {
      String said = bytes.toString(StandardCharsets.UTF_8).strip().replaceAll("\\p{Cntrl}+", " ");
      return said.isEmpty() ? "the backend knows them not, and does not say why" : said;
    }
  }
}
