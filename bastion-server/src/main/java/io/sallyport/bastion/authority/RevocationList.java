package io.sallyport.bastion.authority;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A key revocation list, as OpenSSH has them (PROTOCOL.krl). Immutable.
 *
 * @param certificates by authority
 * @param sha1 the SHA-1 of whole keys that are not to be used, in a certificate or as an authority
 * @param sha256 the SHA-256 of others
 */
record RevocationList(
    List<RevokedCertificates> certificates, Set<ByteBuffer> sha1, Set<ByteBuffer> sha256) {

  /** Nothing is revoked. */
  static final RevocationList EMPTY = new RevocationList(List.of(), Set.of(), Set.of());

  RevocationList {
    certificates = List.copyOf(certificates);
    sha1 = Set.copyOf(sha1);
    sha256 = Set.copyOf(sha256);
  }

  /** Why this certificate is not to be believed any more, if so. */
  Optional<String> objection(OpenSshCertificate certificate) {
    if (lists(certificate.getCaPubKey())) {
      return Optional.of("its authority is revoked");
    }
    if (lists(certificate.getCertPubKey())) {
      return Optional.of("its key is revoked");
    }
    ByteBuffer authority = sha256(blob(certificate.getCaPubKey()));
    return certificates.stream()
        .filter(section -> section.isAbout(authority))
        .flatMap(section -> section.objection(certificate).stream())
        .findFirst();
  }

  private boolean lists(PublicKey key) {
    byte[] blob = blob(key);
    return sha256.contains(sha256(blob)) || sha1.contains(digest("SHA-1", blob));
  }

  static ByteBuffer sha256(byte[] blob) {
    return digest("SHA-256", blob);
  }

  private static ByteBuffer digest(String algorithm, byte[] blob) {
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance(algorithm).digest(blob));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static byte[] blob(PublicKey key) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(key);
    return buffer.getCompactData();
  }
}
