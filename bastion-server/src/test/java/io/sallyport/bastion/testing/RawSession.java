package io.sallyport.bastion.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;

/**
 * A session channel whose messages the test writes itself, and which takes no more than the window
 * that it began with until it is told to.
 */
public final class RawSession extends AbstractClientChannel {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final BlockingQueue<Boolean> replies = new LinkedBlockingQueue<>();

  // Guarded by received.
  private final StringBuilder received = new StringBuilder();
  private long unread;
  private boolean reading;

  private RawSession(long window) {
    super("session");
    CoreModuleProperties.WINDOW_SIZE.set(this, window);
  }

  /** Opens a channel with a window of this size. */
  public static RawSession open(ClientSession session, long window) throws IOException {
    RawSession channel = new RawSession(window);
    session.getService(ConnectionService.class).registerChannel(channel);
    channel.open().verify(LIMIT);
    return channel;
  }

  /** Sends a request with these texts and waits for the reply; returns whether it is a yes. */
  public boolean ask(String request, String... texts) throws IOException, InterruptedException {
    Buffer packet = request(request);
    for (String text : texts) {
      packet.putString(text);
    }
    writePacket(packet);
    return reply();
  }

  /** Asks for a terminal. */
  public boolean askForTerminal(String type, int rows, int columns)
      throws IOException, InterruptedException {
    Buffer packet = request("pty-req");
    packet.putString(type);
    for (int number : new int[] {columns, rows, 0, 0}) {
      packet.putUInt(number);
    }
    packet.putString("");
    writePacket(packet);
    return reply();
  }

  /** Tells the size of the terminal's window, and waits until that was heard. */
  public void changeWindow(int rows, int columns) throws IOException, InterruptedException {
    Buffer packet = request("window-change");
    for (int number : new int[] {columns, rows, 0, 0}) {
      packet.putUInt(number);
    }
    writePacket(packet);
    reply();
  }

  private Buffer request(String name) {
    Buffer packet = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    packet.putUInt(getRecipient());
    packet.putString(name);
    packet.putBoolean(true);
    return packet;
  }

  private boolean reply() throws InterruptedException {
    Boolean reply = replies.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (reply == null) {
      throw new AssertionError("no reply");
    }
    return reply;
  }

  /** Sends data, as one message. */
  public void type(String text) throws IOException {
    Buffer packet = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA);
    packet.putUInt(getRecipient());
    packet.putString(text);
    writePacket(packet);
  }

  /** Sends no more. */
  public void hangUp() throws IOException {
    sendEof();
  }

  /** From now on takes whatever comes. */
  public void read() throws IOException {
    long owed;
    synchronized (received) {
      reading = true;
      owed = unread;
    }
    getLocalWindow().release(owed);
  }

  /** What has come so far, on either stream. */
  public String received() {
    synchronized (received) {
      return received.toString();
    }
  }

  /** Waits until this has come. */
  public RawSession awaitText(String text) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    synchronized (received) {
      while (received.indexOf(text) < 0) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("no " + text + " in " + received);
        }
        received.wait(left);
      }
    }
    return this;
  }

  /** Waits for the end; returns all that has come. */
  public String end() {
    if (!waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT)
        .contains(ClientChannelEvent.CLOSED)) {
      throw new AssertionError("the channel did not close: " + received());
    }
    return received();
  }

  @Override
  protected void doOpen() {}

  @Override
  public void handleSuccess() {
    replies.add(true);
  }

  @Override
  public void handleFailure() {
    replies.add(false);
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) throws IOException {
    boolean take;
    synchronized (received) {
      received.append(new String(data, offset, (int) length, UTF_8));
      received.notifyAll();
      take = reading;
      unread += take ? 0 : length;
    }
    if (take) {
      getLocalWindow().release(length);
    }
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
    doWriteData(data, offset, length);
  }
}
