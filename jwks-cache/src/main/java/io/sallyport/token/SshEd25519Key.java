package io.sallyport.token;

import io.sallyport.jwks.Ed25519Key;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;

/** An Ed25519 public key as SSH writes it (RFC 8709). */
public record SshEd25519Key(Ed25519Key key) {
  /** The name of this kind of key in SSH. */
  public static final String TYPE = "ssh-ed25519";

  /** The key of any provider; {@link IllegalArgumentException} when it is not an Ed25519 key. */
  public static SshEd25519Key of(PublicKey key) {
    return new SshEd25519Key(Ed25519Key.of(key));
  }

  /**
   * Reads a line of a {@code .pub} file: {@code ssh-ed25519 AAAA… comment}.
   *
   * @throws IllegalArgumentException with what is wrong when it is another kind of line
   */
  public static SshEd25519Key parse(String line) {
    String[] fields = line.strip().split("[ \t]+", 3);
    if (fields.length < 2 || !fields[0].equals(TYPE)) {
      throw new IllegalArgumentException(
          "not the line of an Ed25519 public key; write " + TYPE + " AAAA…");
    }
    try {
      return fromBlob(StrictBase64.decode(fields[1]));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not the line of a public key: " + e.getMessage());
    }
  }

  /** Reads {@code string "ssh-ed25519", string point}. */
  static SshEd25519Key fromBlob(byte[] blob) {
    WireReader reader = new WireReader(blob);
    if (!reader.text().equals(TYPE)) {
      throw new IllegalArgumentException("a key that is not of type " + TYPE);
    }
    SshEd25519Key key = fromPoint(reader.bytes());
    reader.end();
    return key;
  }

  static SshEd25519Key fromPoint(byte[] point) {
    return new SshEd25519Key(Ed25519Key.ofPoint(point));
  }

  /** The key's wire form, which fingerprints are made over. */
  public byte[] blob() {
    byte[] type = TYPE.getBytes(StandardCharsets.US_ASCII);
    byte[] point = key.point();
    return ByteBuffer.allocate(2 * Integer.BYTES + type.length + point.length)
        .putInt(type.length)
        .put(type)
        .putInt(point.length)
        .put(point)
        .array();
  }

  /** The line of an {@code authorized_keys} file, without comment. */
  @Override
  public String toString() {
    return TYPE + " " + Base64.getEncoder().encodeToString(blob());
  }
}
