package io.sallyport.bastion.portal;

import io.sallyport.config.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a bastion that enrols by itself is known to the portal.
 *
 * @param clientId the name of the portal's client (relying party) for bastions
 * @param clientSecret what the portal shares with it, unless it is a public client; never sent
 * @param tokens the file that {@code sallyport enroll} writes and heartbeats renew
 */
public record PortalClient(String clientId, Optional<Secret> clientSecret, Path tokens) {

  public PortalClient {
    if (clientId.isBlank()) {
      throw new IllegalArgumentException("`client_id` is empty");
    }
  }

  ClientAuthentication authentication() {
    return new ClientAuthentication(clientId, clientSecret);
  }
}
