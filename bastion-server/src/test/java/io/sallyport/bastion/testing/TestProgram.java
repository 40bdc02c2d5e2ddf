package io.sallyport.bastion.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** What runs on the test's backend: a few commands in Java, each on a virtual thread. */
final class TestProgram implements Command {

  private static final byte[] NOTHING = {};

  private final String command;
  private final CountDownLatch resized = new CountDownLatch(1);
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = OutputStream.nullOutputStream();
  private OutputStream err = OutputStream.nullOutputStream();
  private ExitCallback exit = (_, _, _) -> {};

  TestProgram(String command) {
    this.command = command;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    environment.addSignalListener((_, _) -> resized.countDown(), Signal.WINCH);
    Thread.startVirtualThread(() -> run(channel, environment));
  }

  private void run(ChannelSession channel, Environment environment) {
    try {
      String[] words = command.split(" ", 2);
      switch (words[0]) {
        case "echo" -> end(words[1] + "\n", "", 0);
        case "both" -> end("out\n", "err\n", 3);
        case "flood" -> end("x".repeat(Integer.parseInt(words[1])), "", 0);
        case "env" -> end(new TreeMap<>(environment.getEnv()) + "\n", "", 0);
        case "killed" -> kill(channel);
        case "resized" -> afterResize(environment);
        case "hang" -> say("ready\n");
        case "cat" -> cat();
        default -> end("", "no such command\n", 127);
      }
    } catch (IOException _) {
      // The client has left.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private void end(String stdout, String stderr, int status) throws IOException {
    say(stdout);
    err.write(stderr.getBytes(UTF_8));
    err.flush();
    exit.onExit(status);
  }

  private void cat() throws IOException {
    say("ready\n");
    byte[] some = new byte[8192];
    for (int length = in.read(some); length >= 0; length = in.read(some)) {
      out.write(some, 0, length);
      out.flush();
    }
    end("", "", 0);
  }

  private void afterResize(Environment environment) throws IOException, InterruptedException {
    say("ready\n");
    resized.await();
    Map<String, String> env = environment.getEnv();
    end(env.get("TERM") + " " + env.get("COLUMNS") + "x" + env.get("LINES") + "\n", "", 0);
  }

  private static void kill(ChannelSession channel) throws IOException {
    Buffer request = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    request.putUInt(channel.getRecipient());
    request.putString("exit-signal");
    request.putBoolean(false);
    request.putString("KILL");
    request.putBoolean(false);
    request.putBytes(NOTHING);
    request.putBytes(NOTHING);
    channel.writePacket(request);
    var _ = channel.close(false);
  }

  @Override
  public void destroy(ChannelSession channel) {
    resized.countDown();
  }
}
