package io.sallyport.bastion.authority;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Who signs OpenSSH certificates for people, and what they have revoked. Immutable. */
public final class UserAuthority {

  private final List<String> keys;
  private final RevocationList revoked;
  private final Instant confirmedAt;

  private UserAuthority(List<String> keys, RevocationList revoked, Instant confirmedAt) {
    this.keys = keys;
    this.revoked = revoked;
    this.confirmedAt = confirmedAt;
  }

  /**
   * Reads what a portal shows.
   *
   * @param publicKeys the authority's keys, each a line of a {@code .pub} file
   * @param revocationList as OpenSSH writes it (PROTOCOL.krl); empty: nothing is revoked
   * @param at when the portal was asked
   * @throws IOException if it cannot be used; the message is for the operator
   */
  public static UserAuthority read(String publicKeys, byte[] revocationList, Instant at)
      throws IOException {
    return new UserAuthority(keys(publicKeys), RevocationListParser.parse(revocationList), at);
  }

  Instant confirmedAt() {
    return confirmedAt;
  }

  /**
   * What is wrong with the origin of this certificate, if anything; the signature is not checked.
   */
  public Optional<String> objection(OpenSshCertificate certificate) {
    return keys.contains(line(certificate.getCaPubKey()))
        ? revoked.objection(certificate)
        : Optional.of("its authority is not the portal's");
  }

  private static List<String> keys(String lines) throws IOException {
    List<String> keys =
        lines
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(UserAuthority::key)
            .toList();
    if (keys.isEmpty() || keys.contains("")) {
      throw new IOException("the portal's SSH authority is not shown as the line of a public key");
    }
    return keys;
  }

  /** The key as we write it; nothing, if it is none. */
  private static String key(String line) {
    try {
      byte[] blob = Base64.getDecoder().decode(line.split("[ \t]+", 3)[1]);
      PublicKey key = new ByteArrayBuffer(blob).getRawPublicKey();
      String written = line(key);
      return !(key instanceof OpenSshCertificate) && line.startsWith(written) ? written : "";
    } catch (IOException | RuntimeException _) {
      return "";
    }
  }

  private static String line(PublicKey key) {
    return PublicKeyEntry.toString(key);
  }
}
