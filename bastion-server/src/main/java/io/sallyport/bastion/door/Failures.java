package io.sallyport.bastion.door;

import io.sallyport.bastion.hop.HopOutcome;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.vouching.Credentials;
import io.sallyport.bastion.vouching.Vouched;

/** What becomes of a hop that was granted and cannot be made: the audit is told why. */
record Failures(PassageLog log) {

  /** The credentials, if there are any. */
  Credentials credentials(HopRequest request, Grant grant, Vouched vouched) throws Stop {
    return switch (vouched) {
      case Vouched.For(var credentials) -> credentials;
      case Vouched.Refused(var reason) ->
          throw stop(request, grant, "not vouched for: " + reason, Refused.NOT_ALLOWED);
      case Vouched.Unavailable(var reason) ->
          throw stop(request, grant, "not vouched for: " + reason, Refused.UNDECIDED);
    };
  }

  /** The end of a passage at a backend. */
  Stop stop(HopRequest request, Grant grant, HopOutcome.Failed failed) {
    return stop(request, grant, failed.reason(), words(failed));
  }

  private static Refused words(HopOutcome.Failed failed) {
    return switch (failed) {
      case HopOutcome.Unreachable _, HopOutcome.NoWay _ -> Refused.UNREACHABLE;
      case HopOutcome.WrongHost _ -> Refused.WRONG_HOST;
      case HopOutcome.NotLetIn _ -> Refused.NOT_LET_IN;
    };
  }

  private Stop stop(HopRequest request, Grant grant, String reason, Refused refused) {
    log.failed(request, grant.login(), reason);
    return new Stop(refused);
  }
}
