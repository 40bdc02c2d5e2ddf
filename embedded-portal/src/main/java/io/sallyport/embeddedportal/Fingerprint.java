package io.sallyport.embeddedportal;

import java.util.Optional;

/** The {@code fingerprint} parameter: the SHA-256 of the SSH key that the caller saw proved. */
final class Fingerprint {
  static final String MALFORMED = "Malformed SSH fingerprint";
  static final String UNKNOWN = "SSH fingerprint not recognized";

  private Fingerprint() {}

  static Optional<String> in(Parameters request) throws BadRequest {
    return request.text("fingerprint").map(String::strip);
  }

  static boolean isWellFormed(String fingerprint) {
    return Syntax.FINGERPRINT.matcher(fingerprint).matches();
  }
}
