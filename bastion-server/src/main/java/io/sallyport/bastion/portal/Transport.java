package io.sallyport.bastion.portal;

import io.sallyport.config.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import okhttp3.CertificatePinner;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import okhttp3.TlsVersion;

/**
 * How calls reach the portal.
 *
 * @param timeout for a whole call, from the connect to the last byte of the answer
 * @param proxy an HTTP proxy; without one, none is used, whatever the environment says
 * @param signing the secret by which each request is signed for whoever checks that on the way
 */
public record Transport(
    Duration timeout, PortalTls tls, Optional<URI> proxy, Optional<Secret> signing) {

  public Transport {
    if (proxy.isPresent() && !isProxy(proxy.get())) {
      throw new IllegalArgumentException("`proxy` must be http:// with a host and a port");
    }
  }

  private static boolean isProxy(URI proxy) {
    return "http".equals(proxy.getScheme()) && proxy.getPort() > 0 && proxy.getUserInfo() == null;
  }

  /**
   * A client for the portal at this URL, and nobody else.
   *
   * @throws IOException if a file of {@code tls} cannot be used; the message is for the operator
   */
  OkHttpClient client(URI portal, InstantSource clock) throws IOException {
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .callTimeout(timeout)
            // The limit of the whole call is enough; who runs out first would be chance.
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .followRedirects(false)
            .proxy(proxy.map(Transport::proxy).orElse(Proxy.NO_PROXY));
    signing.ifPresent(secret -> builder.addInterceptor(new RequestSignature(secret, clock)));
    if (portal.getScheme().equals("https")) {
      secure(builder, portal.getHost());
    }
    return builder.build();
  }

  /** What keeps the files of {@code tls} from being used, in words for the operator. */
  public Optional<String> problem() {
    try {
      var _ = PortalCertificates.of(tls);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private void secure(OkHttpClient.Builder builder, String host) throws IOException {
    builder.connectionSpecs(List.of(specification()));
    tls.pinnedKey()
        .ifPresent(key ->
            builder.certificatePinner(
                new CertificatePinner.Builder().add(host, "sha256/" + key).build()));
    var certificates = PortalCertificates.of(tls);
    builder.sslSocketFactory(certificates.sslSocketFactory(), certificates.trustManager());
  }

  private ConnectionSpec specification() {
    var modern = new ConnectionSpec.Builder(ConnectionSpec.RESTRICTED_TLS);
    return tls.minVersion().equals("1.3")
        ? modern.tlsVersions(TlsVersion.TLS_1_3).build()
        : modern.tlsVersions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2).build();
  }

  private static Proxy proxy(URI url) {
    return new Proxy(
        Proxy.Type.HTTP, InetSocketAddress.createUnresolved(url.getHost(), url.getPort()));
  }
}
