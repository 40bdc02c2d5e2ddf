package io.sallyport.embeddedportal;

import io.sallyport.config.Secret;
import java.util.regex.Pattern;

/**
 * A bastion that may ask the portal, as written under {@code bastions} in portal.yaml.
 *
 * @param id the {@code bastion_id} of its tokens
 * @param group the server group that it is enrolled in, whatever its requests claim
 * @param accessToken what it sends as {@code Authorization: Bearer}
 */
public record Bastion(String id, String group, Secret accessToken) {

  /** 32 characters of a random token are at least 128 bits. */
  private static final Pattern ACCESS_TOKEN = Pattern.compile("[A-Za-z0-9_.-]{32,512}");

  /**
   * Checks that the protocol can carry the values.
   *
   * @throws IllegalArgumentException if one of them cannot be used
   */
  public Bastion {
    ConfigRules.require(
        Syntax.NAME.matcher(id).matches(),
        "id: `%s` cannot be used; use letters, digits, '_', '.', '-'".formatted(id));
    ConfigRules.require(
        Syntax.NAME.matcher(group).matches(),
        "group: `%s` cannot be used; use letters, digits, '_', '.', '-'".formatted(group));
    ConfigRules.require(
        ACCESS_TOKEN.matcher(accessToken.reveal()).matches(),
        "access_token: must be at least 32 letters, digits, '_', '.', '-';"
            + " make one with `openssl rand -hex 32`");
  }
}
