package io.sallyport.bastion.hop;

import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;

/**
 * The ciphers of all three connections. Without chacha20-poly1305, which clients prefer and which
 * is ten times slower than AES-GCM on the JVM.
 */
public final class Ciphers {

  private static final List<NamedFactory<Cipher>> OFFERED =
      List.of(
          BuiltinCiphers.aes128gcm,
          BuiltinCiphers.aes256gcm,
          BuiltinCiphers.aes128ctr,
          BuiltinCiphers.aes256ctr);

  private Ciphers() {}

  /** In the order of preference. */
  public static List<NamedFactory<Cipher>> offered() {
    return OFFERED;
  }
}
