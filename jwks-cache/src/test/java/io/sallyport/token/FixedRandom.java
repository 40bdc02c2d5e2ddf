package io.sallyport.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/** No chance at all: the same bytes for the same name, so that test vectors can be made anew. */
final class FixedRandom extends SecureRandom {
  private static final long serialVersionUID = 1L;

  private final String name;
  private long block;

  FixedRandom(String name) {
    this.name = name;
  }

  @Override
  public synchronized void nextBytes(byte[] bytes) {
    for (int i = 0; i < bytes.length; i += 32) {
      byte[] next = sha256(name + " " + block++);
      System.arraycopy(next, 0, bytes, i, Math.min(32, bytes.length - i));
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
