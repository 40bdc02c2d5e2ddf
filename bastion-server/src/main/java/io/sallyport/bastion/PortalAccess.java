package io.sallyport.bastion;

import io.sallyport.bastion.portal.HeartbeatReport;
import io.sallyport.bastion.portal.LemonLdapPortal;
import io.sallyport.bastion.portal.PortalClient;
import io.sallyport.bastion.portal.PortalTls;
import io.sallyport.bastion.portal.Transport;
import io.sallyport.config.Between;
import io.sallyport.config.Default;
import io.sallyport.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the portal is reached.
 *
 * @param accessToken by which the portal knows this bastion, if it does not enrol by itself
 * @param enrolment how it enrols by itself
 * @param serverGroup this bastion's group at the portal
 * @param timeout for a whole call
 * @param tls how connections with it are secured
 * @param proxy an HTTP proxy on the way to it
 * @param requestSigningSecret by which requests are signed for whoever checks that on the way
 */
public record PortalAccess(
    URI url,
    Optional<Secret> accessToken,
    Optional<PortalClient> enrolment,
    @Default("bastion") String serverGroup,
    @Default("5s") @Between(min = "100ms", max = "1m") Duration timeout,
    @Default("") PortalTls tls,
    Optional<URI> proxy,
    Optional<Secret> requestSigningSecret) {

  public PortalAccess {
    if (accessToken.isPresent() == enrolment.isPresent()) {
      throw new IllegalArgumentException("write either `access_token` or `enrolment`");
    }
    boolean secured = "https".equals(url.getScheme());
    if (!secured && !("http".equals(url.getScheme()) && isLoopback(url.getHost()))) {
      throw new IllegalArgumentException(
          "`url` must begin with https:// (or http:// with a loopback address)");
    }
    if (!secured && !tls.equals(PortalTls.USUAL)) {
      throw new IllegalArgumentException("`tls` has no effect with http://; remove one of them");
    }
    var _ = new Transport(timeout, tls, proxy, requestSigningSecret); // throws for a bad proxy
  }

  /** A client for it; the report is for the heartbeats of an enrolled bastion. */
  LemonLdapPortal open(Supplier<HeartbeatReport> report, InstantSource clock) throws IOException {
    return enrolment.isPresent()
        ? LemonLdapPortal.enrolled(url, enrolment.get(), serverGroup, transport(), report, clock)
        : LemonLdapPortal.at(url, accessToken.orElseThrow(), serverGroup, transport(), clock);
  }

  /** How calls reach it. */
  public Transport transport() {
    return new Transport(timeout, tls, proxy, requestSigningSecret);
  }

  private static boolean isLoopback(String host) {
    try {
      return host != null
          && InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return "localhost".equals(host);
    }
  }
}
