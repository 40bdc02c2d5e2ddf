package io.sallyport.bastion.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/**
 * One end of an {@code ssh-connection} (RFC 4254) whose every message the test itself writes and
 * reads; so it can also say what no honest end says.
 */
public final class RawConnection extends AbstractCloseable implements Service {

  public static final Consumer<Buffer> NOTHING = _ -> {};

  private static final AttributeKey<RawConnection> KEY = new AttributeKey<>();
  private static final long LIMIT_SECONDS = 15;

  private final Session session;
  private final Map<String, Object> properties = new HashMap<>();
  private final BlockingQueue<Packet> packets = new LinkedBlockingQueue<>();
  private final AtomicLong channels = new AtomicLong();

  private RawConnection(Session session) {
    this.session = session;
  }

  /** A message that came: its number, and what follows. */
  public static final class Packet {
    private final int command;
    private final byte[] payload;

    Packet(int command, byte[] payload) {
      this.command = command;
      this.payload = payload;
    }

    public int command() {
      return command;
    }

    public Buffer reader() {
      return new ByteArrayBuffer(payload);
    }

    /** Of a global or channel request, after the recipient. */
    public String name() {
      Buffer reader = reader();
      if (command == SshConstants.SSH_MSG_CHANNEL_REQUEST) {
        var _ = reader.getUInt();
      }
      return reader.getString();
    }

    @Override
    public String toString() {
      return SshConstants.getCommandMessageName(command) + "[" + payload.length + "]";
    }
  }

  /** Makes the end of each connection. */
  public record Factory(Consumer<RawConnection> onStart) implements ServiceFactory {
    @Override
    public String getName() {
      return "ssh-connection";
    }

    @Override
    public Service create(Session session) {
      RawConnection raw = of(session);
      onStart.accept(raw);
      return raw;
    }
  }

  /** The one end of this session. */
  public static RawConnection of(Session session) {
    return session.computeAttributeIfAbsent(KEY, _ -> new RawConnection(session));
  }

  /** Whether the connection of this session is raw; if so, the message is for it. */
  static boolean took(Session session, int command, Buffer buffer) {
    RawConnection raw = session.getAttribute(KEY);
    if (raw != null) {
      raw.process(command, buffer);
    }
    return raw != null;
  }

  @Override
  public void process(int command, Buffer buffer) {
    packets.add(new Packet(command, buffer.getCompactData()));
  }

  /** The next message; waits for it. */
  public Packet next() throws InterruptedException {
    Packet next = packets.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came; the connection is " + state());
    }
    return next;
  }

  private String state() {
    return session.isOpen() ? "open" : "closed";
  }

  /** The next message, which must be this one. */
  public Packet expect(int command) throws InterruptedException {
    Packet next = next();
    assertThat(next)
        .as("instead of " + SshConstants.getCommandMessageName(command))
        .matches(packet -> packet.command() == command);
    return next;
  }

  /** Waits until the connection is closed, by whomever. */
  public void awaitClosed() throws InterruptedException {
    var closed = new CountDownLatch(1);
    session.addCloseFutureListener(_ -> closed.countDown());
    if (!closed.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the connection did not end");
    }
  }

  /** What has come and was not read yet. */
  public BlockingQueue<Packet> waiting() {
    return packets;
  }

  /** Asks for a channel under an own number that was not used before. */
  public RawChannel open(String type, long window, long packet, Consumer<Buffer> specifics) {
    RawChannel channel = new RawChannel(this, channels.getAndIncrement());
    open(type, channel.own(), window, packet, specifics);
    return channel;
  }

  public void open(String type, long own, long window, long packet, Consumer<Buffer> specifics) {
    send(
        SshConstants.SSH_MSG_CHANNEL_OPEN,
        open -> {
          open.putString(type);
          open.putUInt(own);
          open.putUInt(window);
          open.putUInt(packet);
          specifics.accept(open);
        });
  }

  /** The peer asks for a channel; it is not answered yet. */
  public RawChannel asked(String type) throws InterruptedException {
    Packet open = expect(SshConstants.SSH_MSG_CHANNEL_OPEN);
    Buffer reader = open.reader();
    assertThat(reader.getString()).isEqualTo(type);
    RawChannel channel = new RawChannel(this, channels.getAndIncrement());
    channel.peerIs(reader.getUInt(), reader.getUInt(), reader.getUInt());
    channel.specifics(reader.getCompactData());
    return channel;
  }

  public void global(String request, boolean wantReply, Consumer<Buffer> specifics) {
    send(
        SshConstants.SSH_MSG_GLOBAL_REQUEST,
        packet -> {
          packet.putString(request);
          packet.putBoolean(wantReply);
          specifics.accept(packet);
        });
  }

  /** Writes a message. */
  public void send(int command, Consumer<Buffer> payload) {
    Buffer packet = session.createBuffer((byte) command);
    payload.accept(packet);
    try {
      var _ = session.writePacket(packet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Session getSession() {
    return session;
  }

  @Override
  public Map<String, Object> getProperties() {
    return properties;
  }

  @Override
  public void start() {}
}
