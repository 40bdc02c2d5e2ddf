package io.sallyport.bastion.relay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * One message of a channel without its recipient: the command, and what follows the channel number.
 * The bytes may belong to a decoder's buffer, which is used again when the handler returns; {@link
 * #copy} outlives it.
 */
final class Message {

  private static final byte[] NOTHING = {};

  private final byte command;
  private final byte[] array;
  private final int offset;
  private final int length;

  private Message(byte command, byte[] array, int offset, int length) {
    this.command = command;
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  static Message of(byte command, Buffer rest) {
    return new Message(command, rest.array(), rest.rpos(), rest.available());
  }

  static Message empty(byte command) {
    return new Message(command, NOTHING, 0, 0);
  }

  /** A message of its own bytes. */
  static Message whole(byte command, byte[] payload) {
    return new Message(command, payload, 0, payload.length);
  }

  /** The message that grants a window (RFC 4254, section 5.2). */
  static Message windowAdjust(long bytes) {
    byte[] payload = ByteBuffer.allocate(Integer.BYTES).putInt((int) bytes).array();
    return whole(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, payload);
  }

  byte command() {
    return command;
  }

  int length() {
    return length;
  }

  Message copy() {
    byte[] own = Arrays.copyOfRange(array, offset, offset + length);
    return new Message(command, own, 0, length);
  }

  /** A reader over the bytes; reading moves nothing here. */
  Buffer reader() {
    return new ByteArrayBuffer(array, offset, length);
  }

  void writeTo(Buffer packet) {
    packet.putRawBytes(array, offset, length);
  }
}
