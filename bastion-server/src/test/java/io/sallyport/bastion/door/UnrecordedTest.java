package io.sallyport.bastion.door;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.recording.ChannelRecording;
import io.sallyport.bastion.recording.Exit;
import io.sallyport.bastion.recording.Forward;
import io.sallyport.bastion.recording.ForwardRecording;
import io.sallyport.bastion.recording.HopFacts;
import io.sallyport.bastion.recording.Program;
import io.sallyport.bastion.recording.Recorder;
import io.sallyport.bastion.recording.SessionRecording;
import io.sallyport.bastion.recording.Stream;
import io.sallyport.bastion.testing.StartedProgram;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithBastion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No open recording, no session. */
final class UnrecordedTest extends WithBastion {

  private static final String WORDS =
      "the session cannot be recorded, so it is not allowed to go on";

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final CompletableFuture<Consumer<IOException>> disk = new CompletableFuture<>();

  UnrecordedTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  @DisplayName("N34 N39 where no recording can be opened there is no session, and the user is told")
  void folderThatIsAFile_isNoSession() throws Exception {
    Files.writeString(bastion.recordings(), "in the way");

    assertThatThrownBy(this::deployOnWeb).isInstanceOf(IOException.class);

    assertThat(client.told()).allMatch(words -> words.contains(WORDS)).isNotEmpty();
    assertThat(bastion.audit.events(AuditEvent.Recording.class))
        .extracting(AuditEvent.Recording::outcome)
        .containsExactly("failed");
    assertThat(bastion.audit.events(AuditEvent.HopStarted.class)).isEmpty();
  }

  @Test
  @DisplayName(
      "N39 a recording that cannot be written any more ends the session, and the user is told")
  void writeThatFails_endsTheSession()
      throws IOException, InterruptedException, ExecutionException {
    bastion.recorder(recordingThat((_, _) -> NOTHING));
    ClientSession web = deployOnWeb();
    new StartedProgram(web.createExecChannel("hang")).awaitOutput("ready");

    disk.get().accept(new IOException("No space left on device"));

    TestClient.awaitEnd(web);
    assertThat(client.told()).anyMatch(words -> words.contains(WORDS));
    assertThat(bastion.audit.await(AuditEvent.Recording.class, r -> r.outcome().equals("failed")))
        .extracting(AuditEvent.Recording::reason)
        .isEqualTo("IOException: No space left on device");
    bastion.audit.await(AuditEvent.HopEnded.class);
  }

  @Test
  @DisplayName("N34 a channel whose recording cannot be opened starts nothing and ends the session")
  void channelThatCannotBeRecorded_startsNothing() throws Exception {
    bastion.recorder(
        recordingThat((_, _) -> {
          throw new IOException("No space left on device");
        }));
    ClientSession web = deployOnWeb();

    var _ = web.createExecChannel("echo hello").open();

    TestClient.awaitEnd(web);
    assertThat(client.told()).anyMatch(words -> words.contains(WORDS));
    assertThat(bastion.audit.events(AuditEvent.Channel.class))
        .extracting(AuditEvent.Channel::outcome)
        .containsExactly("not recorded: No space left on device");
  }

  @Test
  @DisplayName(
      "N34 what is sent while the recording is being opened waits, and then goes in its order")
  void inputBeforeTheRecordingIsOpen_waits() throws IOException, InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ready = new CountDownLatch(1);
    bastion.recorder(
        recordingThat((_, _) -> {
          asked.countDown();
          await(ready);
          return NOTHING;
        }));
    ClientSession web = deployOnWeb();
    var channel = web.createExecChannel("cat");
    var out = new ByteArrayOutputStream();
    channel.setOut(out);
    channel.open().verify(LIMIT);
    try (OutputStream in = channel.getInvertedIn()) {
      in.write("typed early".getBytes(US_ASCII));
    }
    asked.await();
    awaitReply(web);
    assertThat(bastion.audit.events(AuditEvent.Channel.class)).isEmpty();
    ready.countDown();

    channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
    assertThat(out).hasToString("ready\ntyped early");
  }

  /** Whatever was sent before has then been taken by the bastion, for it answers in order. */
  private static void awaitReply(ClientSession session) throws IOException {
    Buffer question = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    question.putString("keepalive@openssh.com");
    question.putBoolean(true);
    var _ = session.request("keepalive@openssh.com", question, LIMIT);
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** How a channel's recording is opened. */
  @FunctionalInterface
  private interface Opening {
    ChannelRecording open(int channel, Program program) throws IOException;
  }

  /** A recorder that gives its failure callback to the test. */
  private Recorder recordingThat(Opening opening) {
    return (facts, onFailure) -> {
      disk.complete(onFailure);
      return new Memory(facts, opening);
    };
  }

  private record Memory(HopFacts facts, Opening opening) implements SessionRecording {
    @Override
    public String id() {
      return facts.recordingId();
    }

    @Override
    public ChannelRecording openChannel(int channel, Program program) throws IOException {
      return opening.open(channel, program);
    }

    @Override
    public ForwardRecording openForward(int channel, Forward forward) {
      return (_, _) -> {};
    }

    @Override
    public void close() {}
  }

  private static final ChannelRecording NOTHING =
      new ChannelRecording() {
        @Override
        public void output(Stream stream, byte[] data, int offset, int length) {}

        @Override
        public void resize(Program.Size size) {}

        @Override
        public void exit(Exit exit) {}

        @Override
        public void close() {}

        @Override
        public void whenRoom(Runnable action) {
          action.run();
        }
      };
}
