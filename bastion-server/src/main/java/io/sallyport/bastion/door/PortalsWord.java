package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.offline.Outage;
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
public record PortalsWord(Portal portal, boolean knowsServiceAccounts, Outage outage) {

  /** Asks; takes as long as the portal does. */
  PortalAnswer<Portal.Authorization> about(Grant grant) {
    Identity identity = grant.identity();
    return identity.kind() == Identity.Kind.PERSON || knowsServiceAccounts
        ? remembered(grant, portal.authorize(identity.name(), grant.target().name()))
        : yes(identity);
  }

  /** While the portal is down, what it has signed for an earlier hop is its word. */
  private PortalAnswer<Portal.Authorization> remembered(
      Grant grant, PortalAnswer<Portal.Authorization> answer) {
    Identity identity = grant.identity();
    String target = grant.target().name();
    return switch (answer) {
      case PortalAnswer.Given<Portal.Authorization>(var authorization) -> {
        outage.allowed(identity.qualifiedName(), identity.groups(), authorization.offlineLimit());
        yield answer;
      }
      case PortalAnswer.Refused<Portal.Authorization> _ -> {
        outage.refused(identity.qualifiedName(), target);
        yield answer;
      }
      case PortalAnswer.Unavailable<Portal.Authorization>(_, boolean down) ->
          down
                  && outage
                      .token(identity.qualifiedName(), identity.brokeGlass(), target, grant.login())
                      .isPresent()
              ? yes(identity)
              : answer;
    };
  }

  private static PortalAnswer<Portal.Authorization> yes(Identity identity) {
    var person = new Portal.Person(identity.name(), List.copyOf(identity.groups()));
    return new PortalAnswer.Given<>(
        new Portal.Authorization(person, Optional.empty(), Optional.empty()));
  }
}
