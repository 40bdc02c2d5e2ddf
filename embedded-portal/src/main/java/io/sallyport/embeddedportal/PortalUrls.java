package io.sallyport.embeddedportal;

import java.net.URI;

/** The URLs under which others know this portal: those below its issuer, whatever it listens on. */
final class PortalUrls {
  private final String issuer;

  PortalUrls(URI issuer) {
    this.issuer = issuer.toString();
  }

  /** The issuer, letter for letter as configured. */
  String issuer() {
    return issuer;
  }

  String of(String path) {
    return issuer.replaceFirst("/+$", "") + path;
  }
}
