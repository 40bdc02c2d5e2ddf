package io.sallyport.bastion.relay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.AbstractChannel;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.threads.ThreadUtils;
import org.jspecify.annotations.Nullable;

/**
 * The end of a pair that faces a client on a session channel on which the bastion itself has talked
 * with it before. The client's window is what the bastion has granted; so what it sends waits here
 * for the backend's window, bounded by that grant, and only then it may send more.
 */
public final class LobbyEnd implements AskingEnd {

  private final AbstractChannel channel;
  private final Outlet outlet;

  // Guarded by this.
  private final Queue<Message> early = new ArrayDeque<>();
  private final Queue<Buffer> held = new ArrayDeque<>();
  private @Nullable SessionRelay relay;
  private boolean confirmed;
  private boolean hungUp;
  private long credit;
  private long packet;

  public LobbyEnd(AbstractChannel channel) {
    this.channel = channel;
    this.outlet = new Outlet(channel);
  }

  /**
   * Joins the channel with a new one of the backend; the hop ends when the channel does.
   *
   * @param requests the payloads of the channel requests to begin with, each from its name on, none
   *     of which wants a reply
   * @throws IOException if the hop is gone
   */
  public void begin(RelayedHop hop, List<byte[]> requests) throws IOException {
    SessionRelay own = new SessionRelay(hop, hop.nextChannel());
    synchronized (this) {
      relay = own;
    }
    for (byte[] request : requests) {
      request(request);
    }
    channel.addCloseFutureListener(_ -> {
      own.end();
      hop.close();
    });
    long window = channel.getRemoteWindow().getSize();
    long largest = channel.getRemoteWindow().getPacketSize();
    Message nothing = Message.empty(SshConstants.SSH_MSG_CHANNEL_OPEN);
    own.join(this, Side.CLIENT, new OpenRequest(SessionOpening.TYPE, window, largest, nothing));
  }

  @Override
  public synchronized void confirm(long window, long largest) throws IOException {
    confirmed = true;
    credit = window;
    packet = largest;
    for (Message message = early.poll(); message != null; message = early.poll()) {
      arrived(message);
    }
    drain();
  }

  @Override
  public void refuse(int reason, String message) {
    finish();
  }

  /** The client has sent data. */
  public void data(byte[] bytes, int offset, int length) throws IOException {
    Buffer copy = new ByteArrayBuffer(length);
    copy.putRawBytes(bytes, offset, length);
    synchronized (this) {
      held.add(copy);
    }
    drain();
  }

  /** The client has sent a request; its payload, from its name on. */
  public void request(byte[] payload) throws IOException {
    take(Message.whole(SshConstants.SSH_MSG_CHANNEL_REQUEST, payload));
  }

  /** The client takes more. */
  public void windowAdjust(long bytes) throws IOException {
    take(Message.windowAdjust(bytes));
  }

  /** The client sends no more. */
  public synchronized void eof() throws IOException {
    hungUp = true;
    drain();
  }

  /** Nothing reaches the backend before it has confirmed its channel. */
  private synchronized void take(Message message) throws IOException {
    if (confirmed) {
      arrived(message);
    } else {
      early.add(message);
    }
  }

  private synchronized void drain() throws IOException {
    while (!held.isEmpty() && Math.min(credit, packet) > 0) {
      Buffer first = held.element();
      int length = (int) Math.min(Math.min(credit, packet), first.available());
      ByteArrayBuffer payload = new ByteArrayBuffer(Integer.BYTES + length);
      payload.putBytes(first.array(), first.rpos(), length);
      first.rpos(first.rpos() + length);
      if (first.available() == 0) {
        held.remove();
      }
      credit -= length;
      arrived(Message.of(SshConstants.SSH_MSG_CHANNEL_DATA, payload));
      var _ = ThreadUtils.runAsInternal((long) length, this::release);
    }
    if (confirmed && hungUp && held.isEmpty()) {
      hungUp = false;
      arrived(Message.empty(SshConstants.SSH_MSG_CHANNEL_EOF));
    }
  }

  private boolean release(long length) throws IOException {
    channel.getLocalWindow().release(length);
    return true;
  }

  private synchronized void arrived(Message message) throws IOException {
    if (relay != null) {
      relay.arrived(Side.CLIENT, message);
    }
  }

  /** What the backend grants is spent here; everything else goes to the client. */
  @Override
  public @Nullable IoWriteFuture send(Message message) throws IOException {
    if (message.command() != SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST) {
      return outlet.send(message);
    }
    synchronized (this) {
      credit += message.reader().getUInt();
    }
    drain();
    return null;
  }

  @Override
  public void finish() {
    outlet.shut();
    var _ = channel.close(false);
  }
}
