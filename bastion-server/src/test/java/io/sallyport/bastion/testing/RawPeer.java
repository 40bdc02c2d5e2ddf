package io.sallyport.bastion.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * One end of an SSH connection before its first keys (RFC 4253, section 6), whose packets the test
 * writes itself. It offers curve25519 and what every bastion has.
 */
public final class RawPeer implements AutoCloseable {

  private static final int LIMIT_MS = 15_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /** An end of this connection; says who it is. */
  public RawPeer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
    socket.setSoTimeout(LIMIT_MS);
    out.write("SSH-2.0-RawPeer\r\n".getBytes(US_ASCII));
  }

  /** Offers these algorithms. */
  public void offer(String keyExchanges) throws IOException {
    ByteArrayBuffer payload = new ByteArrayBuffer();
    payload.putByte(SshConstants.SSH_MSG_KEXINIT);
    payload.putRawBytes(new byte[16]);
    payload.putString(keyExchanges);
    payload.putString("ssh-ed25519");
    for (String both : List.of("aes128-gcm@openssh.com", "hmac-sha2-256", "none", "")) {
      payload.putString(both);
      payload.putString(both);
    }
    payload.putBoolean(false);
    payload.putUInt(0);
    send(payload.getCompactData());
  }

  /** Sends the message that says nothing. */
  public void ignore() throws IOException {
    send(new byte[] {SshConstants.SSH_MSG_IGNORE, 0, 0, 0, 0});
  }

  /** Begins the key exchange, with some point of the curve. */
  public void beginKeyExchange() throws IOException {
    ByteArrayBuffer payload = new ByteArrayBuffer();
    payload.putByte((byte) 30); // SSH_MSG_KEX_ECDH_INIT (RFC 5656)
    byte[] point = new byte[32];
    point[0] = 9;
    payload.putBytes(point);
    send(payload.getCompactData());
  }

  private void send(byte[] payload) throws IOException {
    int padding = 16 - (payload.length + 5) % 8;
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(packet);
    fields.writeInt(1 + payload.length + padding);
    fields.writeByte(padding);
    fields.write(payload);
    fields.write(new byte[padding]);
    try {
      out.write(packet.toByteArray());
    } catch (SocketException _) {
      // The other end has closed it; what it sent tells why.
    }
  }

  /** The numbers of the messages that come, up to this one or the end of the connection. */
  public List<Byte> messagesUpTo(byte last) throws IOException {
    List<Byte> messages = new ArrayList<>();
    try {
      skipIdentification();
      while (!messages.contains(last)) {
        byte[] packet = new byte[in.readInt()];
        in.readFully(packet);
        messages.add(packet[1]);
      }
    } catch (EOFException | SocketException _) {
      // It is over.
    }
    return messages;
  }

  private void skipIdentification() throws IOException {
    while (in.readByte() != '\n') {
      // Up to the end of the line.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
