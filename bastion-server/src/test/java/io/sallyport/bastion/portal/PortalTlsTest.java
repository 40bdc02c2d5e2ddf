package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.sallyport.config.PrivateFile;
import io.sallyport.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each key of {@code tls}, seen on the wire by a real TLS server. */
final class PortalTlsTest {

  private static final String YES = "{\"authorized\": true, \"user\": \"dwho\"}";

  private final HeldCertificate authority =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("authority").build();
  private final HeldCertificate stranger =
      new HeldCertificate.Builder().certificateAuthority(0).commonName("stranger").build();
  private final HeldCertificate portal =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("localhost")
          .signedBy(authority)
          .build();
  private final HeldCertificate bastion =
      new HeldCertificate.Builder().commonName("bastion-01").signedBy(authority).build();

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private HttpsServer server;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var _ = exchange.getRequestBody().readAllBytes();
          var session = ((HttpsExchange) exchange).getSSLSession();
          seen.add(session.getProtocol() + " " + peer(session));
          TestPortalServer.send(exchange, 200, "application/json", YES);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void authorityOfTheFile_isBelieved() throws IOException {
    assertThat(ask(tls().ca(authority))).isInstanceOf(PortalAnswer.Given.class);
    assertThat(seen).containsExactly("TLSv1.3 nobody");
  }

  @Test
  @DisplayName("N24 an authority that is not in the file is not believed, nor the JDK's are")
  void otherAuthority_isAnOutage() throws IOException {
    assertOutage(tls().ca(stranger));
    assertOutage(tls());
  }

  @Test
  @DisplayName("N24 a certificate for another name is not the portal's")
  void certificateForAnotherName_isAnOutage() throws IOException {
    var other = new HeldCertificate.Builder().addSubjectAlternativeName("other.example");
    serve(other.signedBy(authority).build(), List.of("TLSv1.3"), false);

    assertOutage(tls().ca(authority));
  }

  @Test
  @DisplayName("N45 the pinned key is the portal's")
  void pin_thatIsThePortals() throws IOException {
    assertThat(ask(tls().ca(authority).pin(portal))).isInstanceOf(PortalAnswer.Given.class);
  }

  @Test
  @DisplayName("N45 with another pin nothing is sent, although the certificate is good")
  void pin_thatIsNot() throws IOException {
    assertOutage(tls().ca(authority).pin(stranger));
  }

  @Test
  void tls12_isRefused_unlessTheOperatorAllowsIt() throws IOException {
    serve(List.of("TLSv1.2"), false);

    assertOutage(tls().ca(authority));
    assertThat(ask(tls().ca(authority).min("1.2"))).isInstanceOf(PortalAnswer.Given.class);
    assertThat(seen).containsExactly("TLSv1.2 nobody");
  }

  @Test
  void tls12_isNotTaken_whereTls13IsThere() throws IOException {
    assertThat(ask(tls().ca(authority).min("1.2"))).isInstanceOf(PortalAnswer.Given.class);
    assertThat(seen).containsExactly("TLSv1.3 nobody");
  }

  @Test
  void tls11_isNeverSpoken() throws IOException {
    serve(List.of("TLSv1.1"), false);

    assertOutage(tls().ca(authority).min("1.2"));
  }

  @Test
  void certificateOfTheBastion_isShown() throws IOException {
    serve(List.of("TLSv1.3"), true);

    assertThat(ask(tls().ca(authority).own(bastion))).isInstanceOf(PortalAnswer.Given.class);
    assertThat(seen).containsExactly("TLSv1.3 CN=bastion-01");
  }

  @Test
  void portalThatWantsACertificate_isAnOutageWithoutOne() throws IOException {
    serve(List.of("TLSv1.3"), true);

    assertOutage(tls().ca(authority));
  }

  @ParameterizedTest
  @CsvSource({
    "ca.pem,         missing,  does not exist",
    "ca.pem,         rubbish,  is no PEM file of certificates",
    "ca.pem,         '',       there is no certificate in it",
    "own-key.pem,    rubbish,  is no private key in PEM",
    "own-key.pem,    readable, chmod 600",
  })
  void fileThatCannotBeUsed_isNamedWithTheReason(String file, String fault, String words)
      throws IOException {
    PortalTls tls = tls().ca(authority).own(bastion).build();
    Path broken = folder.resolve(file);
    switch (fault) {
      case "missing" -> Files.delete(broken);
      case "readable" ->
          Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rw-r--r--"));
      default -> Files.writeString(broken, fault);
    }

    assertThatThrownBy(() -> client(tls))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(broken + ": ")
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "sha256//AAAA",
        "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA*=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      })
  void pinThatIsNone_isRefused(String pin) {
    assertThatThrownBy(() -> new Keys().pin(pin).build()).hasMessageContaining("`pin` must be");
  }

  // ----

  private void assertOutage(Keys keys) throws IOException {
    PortalAnswer<?> answer = ask(keys);
    assertThat(answer).isInstanceOf(PortalAnswer.Unavailable.class);
    assertThat(((PortalAnswer.Unavailable<?>) answer).down()).isTrue();
    assertThat(seen).isEmpty();
  }

  /**
   * Of a server that knows all versions and asks for no certificate, unless it serves otherwise.
   */
  private PortalAnswer<Portal.Authorization> ask(Keys keys) throws IOException {
    if (server.getHttpsConfigurator() == null) {
      serve(List.of("TLSv1.3", "TLSv1.2"), false);
    }
    try (LemonLdapPortal client = client(keys.build())) {
      return client.authorize("dwho", "web-01");
    }
  }

  private LemonLdapPortal client(PortalTls tls) throws IOException {
    URI url = URI.create("https://localhost:" + server.getAddress().getPort());
    return LemonLdapPortal.at(
        url,
        Secret.of("access"),
        "bastion",
        new Transport(Duration.ofSeconds(20), tls, Optional.empty(), Optional.empty()),
        InstantSource.system());
  }

  private void serve(List<String> versions, boolean wantsCertificate) {
    serve(portal, versions, wantsCertificate);
  }

  private void serve(HeldCertificate shown, List<String> versions, boolean wantsCertificate) {
    var certificates =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(authority.certificate())
            .heldCertificate(shown)
            .build();
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificates.sslContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
            ssl.setProtocols(versions.toArray(String[]::new));
            ssl.setNeedClientAuth(wantsCertificate);
            parameters.setSSLParameters(ssl);
          }
        });
    server.start();
  }

  private static String peer(SSLSession session) {
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException _) {
      return "nobody";
    }
  }

  private Keys tls() {
    return new Keys();
  }

  /** The keys of {@code tls}, and the files that they name. */
  private final class Keys {
    private String min = "1.3";
    private Optional<Path> ca = Optional.empty();
    private Optional<String> pin = Optional.empty();
    private Optional<Path> certificate = Optional.empty();
    private Optional<Path> key = Optional.empty();

    Keys min(String version) {
      min = version;
      return this;
    }

    Keys ca(HeldCertificate believed) throws IOException {
      ca = Optional.of(Files.writeString(folder.resolve("ca.pem"), believed.certificatePem()));
      return this;
    }

    Keys pin(HeldCertificate pinned) {
      return pin("sha256//" + Base64.getEncoder().encodeToString(sha256(pinned)));
    }

    Keys pin(String text) {
      pin = Optional.of(text);
      return this;
    }

    Keys own(HeldCertificate own) throws IOException {
      certificate = Optional.of(Files.writeString(folder.resolve("own.pem"), own.certificatePem()));
      Path file = folder.resolve("own-key.pem");
      PrivateFile.write(file, own.privateKeyPkcs8Pem().getBytes(UTF_8));
      key = Optional.of(file);
      return this;
    }

    PortalTls build() {
      return new PortalTls(min, ca, pin, certificate, key);
    }
  }

  private static byte[] sha256(HeldCertificate pinned) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(pinned.certificate().getPublicKey().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
