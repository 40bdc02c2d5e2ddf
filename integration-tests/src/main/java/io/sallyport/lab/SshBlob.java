package io.sallyport.lab;

import java.nio.ByteBuffer;
import java.util.Base64;

/** Bytes in SSH's wire format (RFC 4251), read from the front. */
final class SshBlob {
  private final ByteBuffer rest;

  SshBlob(byte[] bytes) {
    rest = ByteBuffer.wrap(bytes);
  }

  static SshBlob ofBase64(String base64) {
    return new SshBlob(Base64.getDecoder().decode(base64));
  }

  /** The next string: its length in four bytes, then its bytes. */
  byte[] string() {
    byte[] bytes = new byte[rest.getInt()];
    rest.get(bytes);
    return bytes;
  }
}
