package io.sallyport.bastion.offline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Seals rows with AES-256-GCM: nobody without the key reads one, changes one, or puts one in
 * another's place.
 *
 * <p>A sealed row is one byte, the version; 12 bytes, the nonce; then ciphertext and tag.
 */
final class Seal {

  /** The row was not sealed with this key, or not for this place, or has changed since. */
  static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String reason) {
      super(reason);
    }
  }

  private static final byte VERSION = 1;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey rowKey;
  private final SecretKey nameKey;
  private final SecureRandom random = new SecureRandom();

  /** Under this key, of 32 bytes. */
  Seal(byte[] key) {
    this.rowKey = derive(key, "rows", "AES");
    this.nameKey = derive(key, "names", "HmacSHA256");
  }

  private static SecretKey derive(byte[] key, String label, String algorithm) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              algorithm,
              HKDFParameterSpec.ofExtract()
                  .addIKM(key)
                  .thenExpand(ascii("sallyport identity cache " + label), 32));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 25 has HKDF-SHA256", e);
    }
  }

  /** Where somebody's row is; tells nothing about the name. */
  String place(String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(nameKey);
      return HexFormat.of().formatHex(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  byte[] close(String place, byte[] plain) {
    byte[] nonce = new byte[NONCE_LENGTH];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain);
      return ByteBuffer.allocate(1 + nonce.length + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  byte[] open(String place, byte[] row) throws BrokenException {
    if (row.length < 1 + NONCE_LENGTH + TAG_BITS / 8 || row[0] != VERSION) {
      throw new BrokenException("it is of no known form");
    }
    int start = 1 + NONCE_LENGTH;
    try {
      return cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(row, 1, start), place)
          .doFinal(row, start, row.length - start);
    } catch (AEADBadTagException _) {
      throw new BrokenException("it was changed, or sealed with another key");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, rowKey, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(new byte[] {VERSION});
    cipher.updateAAD(ascii(place));
    return cipher;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
