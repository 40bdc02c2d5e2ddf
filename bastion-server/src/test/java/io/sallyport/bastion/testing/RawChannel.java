package io.sallyport.bastion.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.testing.RawConnection.Packet;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/** A channel at one end of a {@link RawConnection}: nothing is sent that the test does not send. */
public final class RawChannel {

  private final RawConnection connection;
  private final long own;
  private long peer;
  private long window;
  private long packet;
  private byte[] specifics = {};

  RawChannel(RawConnection connection, long own) {
    this.connection = connection;
    this.own = own;
  }

  /** Sends to this channel of the peer from now on. */
  public void peerIs(long number, long itsWindow, long itsPacket) {
    peer = number;
    window = itsWindow;
    packet = itsPacket;
  }

  void specifics(byte[] bytes) {
    specifics = bytes;
  }

  public RawConnection connection() {
    return connection;
  }

  public long own() {
    return own;
  }

  /** How much the peer has allowed when the channel was opened. */
  public long window() {
    return window;
  }

  /** The largest piece that the peer takes. */
  public long packet() {
    return packet;
  }

  /** What followed in the peer's request, by type. */
  public byte[] specifics() {
    return specifics.clone();
  }

  /** Waits until the peer has confirmed the channel. */
  public RawChannel confirmed() throws InterruptedException {
    Buffer reader = connection.expect(SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION).reader();
    assertThat(reader.getUInt()).isEqualTo(own);
    peerIs(reader.getUInt(), reader.getUInt(), reader.getUInt());
    return this;
  }

  /** Waits until the peer has refused the channel; returns {@code reason words}. */
  public String refused() throws InterruptedException {
    Buffer reader = connection.expect(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE).reader();
    assertThat(reader.getUInt()).isEqualTo(own);
    return reader.getInt() + " " + reader.getString();
  }

  /** Confirms the peer's request. */
  public RawChannel confirm(long ownWindow, long ownPacket) {
    return send(
        SshConstants.SSH_MSG_CHANNEL_OPEN_CONFIRMATION,
        buffer -> {
          buffer.putUInt(own);
          buffer.putUInt(ownWindow);
          buffer.putUInt(ownPacket);
        });
  }

  public RawChannel refuse(int reason, String words) {
    return send(
        SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE,
        buffer -> {
          buffer.putUInt(reason);
          buffer.putString(words);
          buffer.putString("");
        });
  }

  public RawChannel data(String text) {
    return data(text.getBytes(UTF_8));
  }

  public RawChannel data(byte[] bytes) {
    return send(SshConstants.SSH_MSG_CHANNEL_DATA, buffer -> buffer.putBytes(bytes));
  }

  public RawChannel extended(int type, String text) {
    return send(
        SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA,
        buffer -> {
          buffer.putUInt(type);
          buffer.putString(text);
        });
  }

  public RawChannel adjust(long bytes) {
    return send(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, buffer -> buffer.putUInt(bytes));
  }

  public RawChannel request(String name, boolean wantReply, Consumer<Buffer> rest) {
    return send(
        SshConstants.SSH_MSG_CHANNEL_REQUEST,
        buffer -> {
          buffer.putString(name);
          buffer.putBoolean(wantReply);
          rest.accept(buffer);
        });
  }

  public RawChannel eof() {
    return send(SshConstants.SSH_MSG_CHANNEL_EOF, RawConnection.NOTHING);
  }

  public RawChannel close() {
    return send(SshConstants.SSH_MSG_CHANNEL_CLOSE, RawConnection.NOTHING);
  }

  public RawChannel success() {
    return send(SshConstants.SSH_MSG_CHANNEL_SUCCESS, RawConnection.NOTHING);
  }

  public RawChannel failure() {
    return send(SshConstants.SSH_MSG_CHANNEL_FAILURE, RawConnection.NOTHING);
  }

  /** Sends a message for the peer's channel. */
  public RawChannel send(int command, Consumer<Buffer> rest) {
    connection.send(
        command,
        buffer -> {
          buffer.putUInt(peer);
          rest.accept(buffer);
        });
    return this;
  }

  /** The next message of the connection, which must be this one for this channel. */
  public Packet expect(int command) throws InterruptedException {
    Packet next = connection.expect(command);
    assertThat(next.reader().getUInt()).isEqualTo(own);
    return next;
  }

  /** The next message, which must be data. */
  public String expectData() throws InterruptedException {
    Buffer reader = expect(SshConstants.SSH_MSG_CHANNEL_DATA).reader();
    var _ = reader.getUInt();
    return reader.getString();
  }

  /** The next message, which must be something on stderr. */
  public String expectStderr() throws InterruptedException {
    Buffer reader = expect(SshConstants.SSH_MSG_CHANNEL_EXTENDED_DATA).reader();
    var _ = reader.getUInt();
    assertThat(reader.getInt()).isEqualTo(1);
    return reader.getString();
  }

  /** The next message, which must be a request of this name. */
  public Packet expectRequest(String name) throws InterruptedException {
    Packet request = expect(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    assertThat(request.name()).isEqualTo(name);
    return request;
  }
}
