package io.sallyport.embeddedportal;

import io.sallyport.config.Secret;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An OAuth client under whose name bastions enrol, as written under {@code clients} in portal.yaml.
 *
 * @param id its {@code client_id}
 * @param secret what it authenticates with; without one it is a public client (RFC 6749, 2.1)
 * @param group the server group of all bastions that enrol with it, whatever their requests claim
 */
public record Client(String id, Optional<Secret> secret, String group) {

  /** HS256 wants a key of at least 32 bytes (RFC 7518, 3.2). */
  private static final Pattern SECRET = Pattern.compile("[!-~]{32,512}");

  /**
   * Checks that the protocol can carry the values.
   *
   * @throws IllegalArgumentException if one of them cannot be used
   */
  public Client {
    ConfigRules.require(
        Syntax.NAME.matcher(id).matches(),
        "id: `%s` cannot be used; use letters, digits, '_', '.', '-'".formatted(id));
    ConfigRules.require(
        Syntax.NAME.matcher(group).matches(),
        "group: `%s` cannot be used; use letters, digits, '_', '.', '-'".formatted(group));
    ConfigRules.require(
        secret.isEmpty() || SECRET.matcher(secret.get().reveal()).matches(),
        "secret: must be 32 to 512 visible ASCII characters; make one with `openssl rand -hex 32`");
  }
}
