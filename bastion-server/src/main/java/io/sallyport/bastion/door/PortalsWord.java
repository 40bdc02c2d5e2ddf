package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.offline.Outage;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Warrant;
import io.sallyport.bastion.portal.Portal;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.portal.Voucher;
import java.util.Optional;

/**
 * What the portal says to a grant, which has the last word. About service accounts that it cannot
 * know it is not asked: there the policy decides alone. While it is down, what it has signed for
 * earlier hops to the same destination may stand in.
 *
 * @param knowsServiceAccounts false where the bastion itself vouches for them
 */
public record PortalsWord(Portal portal, boolean knowsServiceAccounts, Outage outage) {

  /** What it says. */
  sealed interface Word {}

  /**
   * They may.
   *
   * @param offline whether that is what it said earlier
   */
  record Yes(Optional<Voucher> voucher, boolean offline) implements Word {}

  /** They may not. */
  record No(String reason) implements Word {}

  /** It does not answer. */
  record Silence(String reason) implements Word {}

  /** Asks; takes as long as the portal does. */
  Word about(Grant grant) {
    Identity identity = grant.identity();
    return identity.kind() == Identity.Kind.PERSON || knowsServiceAccounts
        ? ask(identity, grant)
        : new Yes(Optional.empty(), false);
  }

  private Word ask(Identity identity, Grant grant) {
    return switch (portal.authorize(identity.name(), grant.target().name())) {
      case PortalAnswer.Given<Portal.Authorization>(var authorization) -> {
        remember(identity, authorization);
        yield new Yes(authorization.voucher(), false);
      }
      case PortalAnswer.Refused<Portal.Authorization>(var reason) -> {
        outage.refused(identity.qualifiedName(), grant.target().name());
        yield new No(reason);
      }
      case PortalAnswer.Unavailable<Portal.Authorization>(var reason, boolean down) ->
          down && mayGo(identity, grant) ? new Yes(Optional.empty(), true) : new Silence(reason);
    };
  }

  /** Who service accounts are, nobody else is asked about. */
  private void remember(Identity identity, Portal.Authorization authorization) {
    if (identity.kind() == Identity.Kind.SERVICE_ACCOUNT) {
      outage.confirmed(identity.qualifiedName(), identity.groups());
    }
    outage.allowed(identity.qualifiedName(), authorization.offlineLimit());
  }

  /** Every link on the way needs its own token. */
  private boolean mayGo(Identity identity, Grant grant) {
    return grant.inOrder().stream().allMatch(warrant -> hasToken(identity, warrant));
  }

  private boolean hasToken(Identity identity, Warrant warrant) {
    return outage
        .token(
            identity.qualifiedName(),
            identity.brokeGlass(),
            warrant.target().name(),
            warrant.login())
        .isPresent();
  }
}
