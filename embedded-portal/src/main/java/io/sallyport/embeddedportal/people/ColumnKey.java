package io.sallyport.embeddedportal.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.config.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key under which columns of the database are sealed (AES-256-GCM), in a private file beside
 * the database: a copy of the database alone is of no use.
 */
public final class ColumnKey {
  private static final String FILE = "column-key";
  private static final int LENGTH = 32;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final byte[] key;

  private ColumnKey(byte[] key) {
    this.key = key;
  }

  /**
   * Reads the key, and makes it when there is none.
   *
   * @throws IOException if it is not private, or no key; the message says what to do
   */
  public static ColumnKey loadOrCreate(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      byte[] fresh = new byte[LENGTH];
      new SecureRandom().nextBytes(fresh);
      PrivateFile.write(file, fresh);
    }
    PrivateFile.check(file);
    byte[] key = Files.readAllBytes(file);
    if (key.length != LENGTH) {
      throw new IOException(
          "%s is not the key of the portal's database; restore it from where the database was"
              .formatted(file));
    }
    return new ColumnKey(key);
  }

  /** Seals a value for one place: it can be opened for no other. */
  byte[] seal(String place, byte[] value) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, place, nonce, value, 0);
    byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
    System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
    return both;
  }

  /**
   * Opens what {@link #seal} has sealed.
   *
   * @throws IllegalStateException if it was changed, is of another place, or under another key
   */
  byte[] open(String place, byte[] sealed) {
    byte[] nonce = Arrays.copyOf(sealed, NONCE_LENGTH);
    return cipher(Cipher.DECRYPT_MODE, place, nonce, sealed, NONCE_LENGTH);
  }

  /** 32 bytes that nobody can know without the key, always the same for the same text. */
  byte[] derive(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
    }
  }

  private byte[] cipher(int mode, String place, byte[] nonce, byte[] text, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(place.getBytes(UTF_8));
      return cipher.doFinal(text, from, text.length - from);
    } catch (GeneralSecurityException _) {
      throw new IllegalStateException("a column of %s does not open".formatted(place));
    }
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "ColumnKey";
  }
}
