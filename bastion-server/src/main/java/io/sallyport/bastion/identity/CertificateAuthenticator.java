package io.sallyport.bastion.identity;

import io.sallyport.bastion.authority.UserAuthority;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Recognises people by OpenSSH certificates that the portal's authority signed for them. Everything
 * it needs is in memory, so it may run on I/O threads. The two signatures, the authority's and that
 * of whoever is there, are the caller's to check.
 */
public final class CertificateAuthenticator {

  /** Checked by MINA. A forced command could not be kept, as everything here is forwarded. */
  private static final Set<String> UNDERSTOOD = Set.of(OpenSshCertificate.SOURCE_ADDRESS);

  private static final Pattern PATTERN = Pattern.compile("[*?!,]");

  private final Supplier<Optional<UserAuthority>> authority;
  private final InstantSource clock;

  /**
   * Believes one authority.
   *
   * @param authority what is known of it; nothing, and no certificate is believed
   */
  public CertificateAuthenticator(
      Supplier<Optional<UserAuthority>> authority, InstantSource clock) {
    this.authority = authority;
    this.clock = clock;
  }

  /** Believes no certificate at all. */
  public static CertificateAuthenticator none() {
    return new CertificateAuthenticator(Optional::empty, InstantSource.system());
  }

  /**
   * The identity behind a certificate.
   *
   * @param blob the whole certificate as it stands on the wire
   */
  public Authentication recognise(String user, byte[] blob) {
    Optional<OpenSshCertificate> certificate = parse(blob);
    if (certificate.isEmpty()) {
      return new Authentication.Rejected("the certificate cannot be read");
    }
    return objection(user, certificate.get())
        .<Authentication>map(objection ->
            new Authentication.Rejected(
                "certificate "
                    + Long.toUnsignedString(certificate.get().getSerial())
                    + ": "
                    + objection))
        .orElseGet(() ->
            new Authentication.Authenticated(
                Presence.of(Identity.person(user, Set.of()), Instant.EPOCH)));
  }

  /** What is signed is what we read, byte for byte, or it is no certificate. */
  private static Optional<OpenSshCertificate> parse(byte[] blob) {
    try {
      if (new ByteArrayBuffer(blob).getRawPublicKey() instanceof OpenSshCertificate certificate) {
        ByteArrayBuffer written = new ByteArrayBuffer();
        written.putRawPublicKey(certificate);
        return Arrays.equals(blob, written.getCompactData())
            ? Optional.of(certificate)
            : Optional.empty();
      }
    } catch (IOException | RuntimeException _) {
      // MINA tells what is wrong with it in many ways.
    }
    return Optional.empty();
  }

  private Optional<String> objection(String user, OpenSshCertificate certificate) {
    Optional<UserAuthority> known = authority.get();
    return known.isEmpty()
        ? Optional.of("no certificates are believed, or not known what is revoked")
        : known.get().objection(certificate).or(() -> about(user, certificate));
  }

  private Optional<String> about(String user, OpenSshCertificate certificate) {
    if (certificate.getType() != OpenSshCertificate.Type.USER) {
      return Optional.of("it is not for a user");
    }
    if (!OpenSshCertificate.isValidAt(certificate, clock.instant())) {
      return Optional.of("it is not valid now");
    }
    if (!names(certificate.getPrincipals(), user)) {
      return Optional.of("it is for others");
    }
    if (!certificate.getCriticalOptions().stream()
        .allMatch(option -> UNDERSTOOD.contains(option.getName()))) {
      return Optional.of("it has a critical option other than " + UNDERSTOOD);
    }
    return Strength.suffices(certificate.getCertPubKey())
            && Strength.suffices(certificate.getCaPubKey())
        ? Optional.empty()
        : Optional.of("one of its keys is too weak");
  }

  /** A certificate for nobody, or for a pattern, is none that an authority signs for a person. */
  private static boolean names(Collection<String> principals, String user) {
    return UserName.isValid(user)
        && principals.contains(user)
        && principals.stream().noneMatch(it -> PATTERN.matcher(it).find());
  }
}
