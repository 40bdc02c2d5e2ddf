package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.identity.Revalidation;
import io.sallyport.bastion.identity.Revalidation.Standing;
import io.sallyport.bastion.policy.AccessRequest;
import io.sallyport.bastion.policy.Decision;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Policy;
import io.sallyport.bastion.policy.Refusal;
import io.sallyport.bastion.portal.Voucher;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether somebody may be on a target: the portal says who they are now, the policy what they may,
 * and the portal has the last word. Waits, so on virtual threads only.
 */
final class Permission {

  private final Revalidation revalidation;
  private final Policy policy;
  private final PortalsWord portal;
  private final PassageLog log;

  Permission(Revalidation revalidation, Policy policy, PortalsWord portal, PassageLog log) {
    this.revalidation = revalidation;
    this.policy = policy;
    this.portal = portal;
    this.log = log;
  }

  /** Who it is now. */
  Identity revalidate(HopRequest request, String login) throws Stop {
    return switch (revalidation.of(request.presence())) {
      case Standing.Good(var identity) -> identity;
      case Standing.Offline(var identity) -> identity;
      case Standing.Gone(var to, var reason) -> {
        log.decided(request, login, "refused", to, reason);
        throw new Stop(Refused.NOT_ALLOWED);
      }
      case Standing.Unknown(var reason) -> {
        log.decided(request, login, "unavailable", "portal", reason);
        throw new Stop(Refused.UNDECIDED);
      }
    };
  }

  /** What the policy grants. */
  Grant decide(HopRequest request, Identity identity, String login) throws Stop {
    Decision decision =
        request
            .target()
            .map(target -> policy.decide(new AccessRequest(identity, target, login)))
            .orElseGet(() -> new Refusal("default", "there is no such target"));
    return switch (decision) {
      case Grant grant -> {
        Optional<Refusal> useless = request.needed().flatMap(grant::refusal);
        if (useless.isPresent()) {
          throw refused(request, login, useless.get(), Refused.COMMANDS_ONLY);
        }
        yield grant;
      }
      case Refusal refusal -> throw refused(request, login, refusal, Refused.NOT_ALLOWED);
    };
  }

  private Stop refused(HopRequest request, String login, Refusal refusal, Refused words) {
    log.decided(request, login, "refused", refusal.rule(), refusal.reason());
    return new Stop(words);
  }

  /** The portal has a say as well; it may give a voucher. */
  Optional<Voucher> authorize(HopRequest request, Grant grant) throws Stop {
    return switch (portal.about(grant)) {
      case PortalsWord.Yes(var voucher, boolean offline) -> {
        log.decided(
            request, grant.login(), "granted", grant.rule(), offline ? "the portal is down" : "");
        yield voucher;
      }
      case PortalsWord.No(var reason) -> {
        log.decided(request, grant.login(), "refused", "portal", reason);
        throw new Stop(Refused.NOT_ALLOWED);
      }
      case PortalsWord.Silence(var reason) -> {
        log.decided(request, grant.login(), "unavailable", "portal", reason);
        throw new Stop(Refused.UNDECIDED);
      }
    };
  }

  /**
   * Whether a hop may go on; takes as long as the portal does. One that the portal has allowed goes
   * on while it is down; one that it has not does as long as such hops might begin.
   */
  Holding holds(HopRequest request, Grant grant, boolean wasAllowed) {
    return switch (revalidation.of(request.presence())) {
      case Standing.Good(var identity) -> holds(request, identity, grant, wasAllowed);
      case Standing.Offline(var identity) -> holds(request, identity, grant, wasAllowed);
      case Standing.Gone(var to, var reason) -> withdrawn(request, grant, to, reason);
      case Standing.Unknown(var reason) -> unanswered(request, grant, wasAllowed, reason);
    };
  }

  private Holding holds(HopRequest request, Identity identity, Grant grant, boolean wasAllowed) {
    var same = new AccessRequest(identity, grant.target(), grant.login());
    return switch (policy.decide(same)) {
      case Refusal refusal -> withdrawn(request, grant, refusal.rule(), refusal.reason());
      case Grant now when !now.coversCommandsOf(grant) ->
          withdrawn(request, grant, Policy.ACCOUNT_LIMITS, "it may start less than before");
      case Grant now -> portalHolds(request, now, wasAllowed);
    };
  }

  private Holding portalHolds(HopRequest request, Grant grant, boolean wasAllowed) {
    return switch (portal.about(grant)) {
      case PortalsWord.Yes(_, boolean offline) -> offline ? Holding.UNDISPUTED : Holding.ALLOWED;
      case PortalsWord.No(var reason) -> withdrawn(request, grant, "portal", reason);
      case PortalsWord.Silence(var reason) -> unanswered(request, grant, wasAllowed, reason);
    };
  }

  private Holding unanswered(HopRequest request, Grant grant, boolean wasAllowed, String reason) {
    return wasAllowed ? Holding.UNDISPUTED : withdrawn(request, grant, "offline", reason);
  }

  private Holding withdrawn(HopRequest request, Grant grant, String rule, String reason) {
    log.decided(request, grant.login(), "withdrawn", rule, reason);
    return Holding.WITHDRAWN;
  }

  /** How soon that is to be asked again. */
  Duration interval(HopRequest request) {
    return revalidation.interval(request.identity());
  }

  /** Calls somebody whenever that is to be asked at once; returns what ends that. */
  Runnable whenChanged(HopRequest request, Runnable listener) {
    return revalidation.whenChanged(request.identity(), listener);
  }
}
