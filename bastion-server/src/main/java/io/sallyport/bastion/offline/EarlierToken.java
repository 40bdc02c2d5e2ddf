package io.sallyport.bastion.offline;

import io.sallyport.config.Secret;
import java.time.Instant;

/**
 * A bastion token that the portal has signed for an earlier hop: its word that this person may be
 * there under this login.
 *
 * @param target the target's name
 * @param at when it was signed
 * @param compact the JWT in its compact form
 */
public record EarlierToken(String target, String login, Instant at, Secret compact) {

  boolean isFor(String otherTarget, String otherLogin) {
    return target.equals(otherTarget) && login.equals(otherLogin);
  }
}
