package io.sallyport.bastion.hop;

import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.common.BaseBuilder;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.compression.Compression;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;

/**
 * The algorithms of all three connections. The cipher is AES-GCM: clients would prefer
 * chacha20-poly1305 and AES-CTR if they were offered, and on the JVM both are several times slower.
 * Nothing is signed or authenticated by SHA-1, and nobody is compressed before authentication.
 */
public final class Algorithms {

  private static final List<NamedFactory<Mac>> MACS =
      List.of(
          BuiltinMacs.hmacsha256etm,
          BuiltinMacs.hmacsha512etm,
          BuiltinMacs.hmacsha256,
          BuiltinMacs.hmacsha512);

  private static final List<NamedFactory<Compression>> COMPRESSIONS =
      List.of(BuiltinCompressions.none, BuiltinCompressions.delayedZlib);

  /**
   * Backends see what costs the bastion least first: of the key exchanges that hold against quantum
   * computers, ML-KEM is cheap and sntrup761 is not.
   */
  private static final List<BuiltinDHFactories> OF_HOPS =
      List.of(
          BuiltinDHFactories.mlkem768x25519,
          BuiltinDHFactories.curve25519,
          BuiltinDHFactories.curve25519_libssh,
          BuiltinDHFactories.sntrup761x25519,
          BuiltinDHFactories.sntrup761x25519_openssh,
          BuiltinDHFactories.ecdhp256,
          BuiltinDHFactories.ecdhp384,
          BuiltinDHFactories.ecdhp521,
          BuiltinDHFactories.dhgex256,
          BuiltinDHFactories.dhg16_512,
          BuiltinDHFactories.dhg14_256);

  private static final List<NamedFactory<Signature>> SIGNATURES =
      BaseBuilder.DEFAULT_SIGNATURE_PREFERENCE.stream()
          .filter(signature -> signature != BuiltinSignatures.rsa && signature.isSupported())
          .<NamedFactory<Signature>>map(signature -> signature)
          .toList();

  private final boolean chacha20;

  /**
   * The algorithms of a bastion.
   *
   * @param chacha20 whether chacha20-poly1305 is offered too, behind AES-GCM
   */
  public Algorithms(boolean chacha20) {
    this.chacha20 = chacha20;
  }

  /** Sets a server or client up with everything but its key exchanges. */
  public <S extends BaseBuilder<?, S>> S offeredBy(S builder) {
    return builder
        .cipherFactories(ciphers())
        .macFactories(MACS)
        .compressionFactories(COMPRESSIONS)
        .signatureFactories(SIGNATURES);
  }

  /** In the order of preference. */
  public List<NamedFactory<Cipher>> ciphers() {
    Stream<BuiltinCiphers> gcm = Stream.of(BuiltinCiphers.aes128gcm, BuiltinCiphers.aes256gcm);
    Stream<BuiltinCiphers> slow =
        chacha20 ? Stream.of(BuiltinCiphers.cc20p1305_openssh) : Stream.of();
    return Stream.concat(gcm, slow).<NamedFactory<Cipher>>map(cipher -> cipher).toList();
  }

  /** The same, and after them AES-CTR for clients that have nothing better. */
  public List<NamedFactory<Cipher>> ciphersWithCtr() {
    return Stream.concat(
            ciphers().stream(), Stream.of(BuiltinCiphers.aes128ctr, BuiltinCiphers.aes256ctr))
        .toList();
  }

  static List<KeyExchangeFactory> keyExchangesOfHops() {
    return NamedFactory.setUpTransformedFactories(true, OF_HOPS, ClientBuilder.DH2KEX);
  }
}
