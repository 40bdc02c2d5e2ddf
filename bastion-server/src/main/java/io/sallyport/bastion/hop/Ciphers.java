package io.sallyport.bastion.hop;

import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;

/**
 * The ciphers of all three connections: AES-GCM. Clients would prefer chacha20-poly1305 and AES-CTR
 * if they were offered, and on the JVM both are several times slower.
 */
public final class Ciphers {

  private static final List<NamedFactory<Cipher>> OFFERED =
      List.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm);

  private static final List<NamedFactory<Cipher>> WITH_CTR =
      Stream.concat(OFFERED.stream(), Stream.of(BuiltinCiphers.aes128ctr, BuiltinCiphers.aes256ctr))
          .toList();

  private Ciphers() {}

  /** In the order of preference. */
  public static List<NamedFactory<Cipher>> offered() {
    return OFFERED;
  }

  /** The same, and after them AES-CTR for those who have nothing better. */
  public static List<NamedFactory<Cipher>> withCtr() {
    return WITH_CTR;
  }
}
