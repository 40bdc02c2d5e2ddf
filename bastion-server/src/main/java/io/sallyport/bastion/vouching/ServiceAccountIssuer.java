package io.sallyport.bastion.vouching;

import java.nio.file.Path;

/**
 * As what the bastion itself signs the bastion tokens of service accounts, for a portal that knows
 * only people. Backends register it.
 *
 * @param issuer {@code iss} of its tokens
 * @param bastionId {@code bastion_id} of its tokens
 * @param jwks the file in which its public key is published, as a JWK set
 */
public record ServiceAccountIssuer(String issuer, String bastionId, Path jwks) {

  public ServiceAccountIssuer {
    require(issuer, "`issuer`");
    require(bastionId, "`bastion_id`");
  }

  private static void require(String text, String key) {
    if (!text.matches("[!-~]{1,200}")) {
      throw new IllegalArgumentException(
          key + " must be 1 to 200 characters of ASCII, none of them a blank");
    }
  }
}
