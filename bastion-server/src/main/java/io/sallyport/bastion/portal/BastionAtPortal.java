package io.sallyport.bastion.portal;

import tools.jackson.databind.json.JsonMapper;

/**
 * What this bastion is called by its portal.
 *
 * @param id the {@code bastion_id} of its bastion tokens
 * @param serverGroup its group, by which the portal's rules are chosen
 */
public record BastionAtPortal(String id, String serverGroup) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Asks, without wanting a token. */
  static PortalAnswer<BastionAtPortal> probe(PamEndpoint pam) {
    return pam.post(
        "bastion-token",
        JSON.createObjectNode().put("probe", true),
        answer ->
            new PortalAnswer.Given<>(
                new BastionAtPortal(answer.text("bastion_id"), answer.text("server_group"))));
  }
}
