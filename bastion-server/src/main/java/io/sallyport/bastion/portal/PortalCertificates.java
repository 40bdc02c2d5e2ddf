package io.sallyport.bastion.portal;

import io.sallyport.config.PrivateFile;
import io.sallyport.config.ReadFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** The certificates of the TLS handshake with a portal, read from the operator's files. */
final class PortalCertificates {

  private PortalCertificates() {}

  static HandshakeCertificates of(PortalTls tls) throws IOException {
    HandshakeCertificates.Builder builder = new HandshakeCertificates.Builder();
    if (tls.ca().isPresent()) {
      certificates(tls.ca().get()).forEach(builder::addTrustedCertificate);
    } else {
      builder.addPlatformTrustedCertificates();
    }
    if (tls.certificate().isPresent()) {
      List<X509Certificate> chain = certificates(tls.certificate().get());
      HeldCertificate own = held(chain.getFirst(), tls.key().orElseThrow());
      builder.heldCertificate(own, chain.stream().skip(1).toArray(X509Certificate[]::new));
    }
    return builder.build();
  }

  private static List<X509Certificate> certificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(PortalCertificates::x509)
              .toList();
      if (all.isEmpty()) {
        throw new IOException(file + ": there is no certificate in it; write PEM");
      }
      return all;
    } catch (CertificateException e) {
      throw new IOException(file + ": is no PEM file of certificates", e);
    } catch (IOException e) {
      throw e.getMessage() != null && e.getMessage().startsWith(file + ":")
          ? e
          : new IOException(file + ": " + ReadFailure.describe(e), e);
    }
  }

  private static X509Certificate x509(Certificate certificate) {
    return (X509Certificate) certificate; // as the factory's type says
  }

  private static HeldCertificate held(X509Certificate certificate, Path keyFile)
      throws IOException {
    String key;
    try {
      key = PrivateFile.readText(keyFile);
    } catch (IOException e) {
      throw new IOException(keyFile + ": " + ReadFailure.describe(e), e);
    }
    try {
      return HeldCertificate.decode(Certificates.certificatePem(certificate) + key);
    } catch (IllegalArgumentException _) { // its message quotes the file
      throw new IOException(
          keyFile + ": is no private key in PEM (PKCS #8) that belongs to the certificate");
    }
  }
}
