package io.sallyport.bastion.vouching;

import io.sallyport.token.HopCertificate;
import io.sallyport.token.SshEd25519Key;
import java.io.IOException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * A certificate that the portal signed, as it arrived. Whether its authority means anything is for
 * the backend to say.
 *
 * <p>What is wrong with one is said in words that follow "the portal's certificate", and never
 * quotes it.
 */
final class PortalCertificate {

  /**
   * The critical options that it may have. A forced command is not among them: something else would
   * run than the recording says.
   */
  private static final Set<String> UNDERSTOOD = Set.of(OpenSshCertificate.SOURCE_ADDRESS);

  private final OpenSshCertificate certificate;

  private PortalCertificate(OpenSshCertificate certificate) {
    this.certificate = certificate;
  }

  /**
   * Reads the line of a {@code .pub} file.
   *
   * @throws IllegalArgumentException if it is no certificate for an Ed25519 key
   */
  static PortalCertificate parse(String line) {
    String[] fields = line.strip().split("[ \t]+", 3);
    expect(
        fields.length > 1 && fields[0].equals(HopCertificate.TYPE),
        "is not of the type " + HopCertificate.TYPE);
    try {
      byte[] blob = Base64.getDecoder().decode(fields[1]);
      if (new ByteArrayBuffer(blob).getRawPublicKey() instanceof OpenSshCertificate certificate
          && certificate.getKeyType().equals(fields[0])
          && Arrays.equals(blob, written(certificate))) { // else the signature would be about more
        return new PortalCertificate(certificate);
      }
    } catch (IOException | RuntimeException _) {
      // MINA tells what is wrong with it in many ways, some of which quote it.
    }
    throw new IllegalArgumentException("cannot be read");
  }

  private static byte[] written(OpenSshCertificate certificate) {
    ByteArrayBuffer buffer = new ByteArrayBuffer();
    buffer.putRawPublicKey(certificate);
    return buffer.getCompactData();
  }

  /**
   * Whether a hop with this key can use it now.
   *
   * @throws IllegalArgumentException if it cannot
   */
  void check(PublicKey hopKey, Instant now) {
    expect(certificate.getType() == OpenSshCertificate.Type.USER, "is none for a user");
    expect(
        SshEd25519Key.of(certificate.getCertPubKey()).equals(SshEd25519Key.of(hopKey)),
        "is for another key than that of this hop");
    expect(
        OpenSshCertificate.isValidAt(certificate, now),
        "is not valid now; compare the clocks of portal and bastion");
    expect(
        certificate.getCriticalOptions().stream()
            .allMatch(option -> UNDERSTOOD.contains(option.getName())),
        "has a critical option other than " + String.join(", ", UNDERSTOOD));
  }

  /** Whether a backend that believes the authority lets its bearer in under this login. */
  boolean lets(String login) {
    return certificate.getPrincipals().contains(login);
  }

  /** Its number, which sshd writes to its log. */
  String serial() {
    return Long.toUnsignedString(certificate.getSerial());
  }

  /** The certificate, byte for byte as the portal signed it. */
  PublicKey toShow() {
    return certificate;
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
