package io.sallyport.bastion.portal;

import io.sallyport.config.Default;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * How connections with the portal are secured.
 *
 * @param minVersion the oldest TLS version that will do: 1.3 or 1.2
 * @param ca PEM file of the authorities that are believed, instead of the JDK's
 * @param pin {@code sha256//} and the Base64 of the SHA-256 of a public key that must be in the
 *     portal's chain, besides everything else
 * @param certificate PEM file of the certificate by which the bastion shows who it is, with what
 *     lies between it and its authority
 * @param key PEM file (PKCS #8, private) of the key to it
 */
public record PortalTls(
    @Default("1.3") String minVersion,
    Optional<Path> ca,
    Optional<String> pin,
    Optional<Path> certificate,
    Optional<Path> key) {

  private static final String PIN = "sha256//";

  /** What stands when nothing is configured. */
  public static final PortalTls USUAL =
      new PortalTls("1.3", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public PortalTls {
    if (!minVersion.equals("1.3") && !minVersion.equals("1.2")) {
      throw new IllegalArgumentException("`min_version` must be \"1.3\" or \"1.2\"");
    }
    if (pin.isPresent() && !isPin(pin.get())) {
      throw new IllegalArgumentException(
          "`pin` must be sha256// and 44 characters of Base64, as curl's --pinnedpubkey takes it");
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException("`certificate` and `key` go together");
    }
  }

  private static boolean isPin(String text) {
    try {
      return text.startsWith(PIN)
          && text.length() == PIN.length() + 44
          && Base64.getDecoder().decode(text.substring(PIN.length())).length == 32;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** The Base64 part of the pin. */
  Optional<String> pinnedKey() {
    return pin.map(text -> text.substring(PIN.length()));
  }
}
