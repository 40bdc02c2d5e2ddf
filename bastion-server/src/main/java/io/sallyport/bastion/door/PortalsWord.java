package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import java.util.List;
import java.util.Optional;

/**
 * What the portal says to a grant, which has the last word. About service accounts that it cannot
 * know it is not asked: there the policy decides alone.
 *
 * @param knowsServiceAccounts false where the bastion itself vouches for them
 */
public record PortalsWord(Portal portal, boolean knowsServiceAccounts) {

  /** Asks; takes as long as the portal does. */
  PortalAnswer<Portal.Authorization> about(Grant grant) {
    Identity identity = grant.identity();
    return identity.kind() == Identity.Kind.PERSON || knowsServiceAccounts
        ? portal.authorize(identity.name(), grant.target().name())
        : new PortalAnswer.Given<>(
            new Portal.Authorization(
                new Portal.Person(identity.name(), List.of()), Optional.empty()));
  }
}
