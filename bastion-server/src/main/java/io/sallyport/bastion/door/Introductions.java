package io.sallyport.bastion.door;

import io.sallyport.bastion.hop.HopConnector;
import io.sallyport.bastion.hop.HopOutcome;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Introduction;
import io.sallyport.bastion.portal.Voucher;
import io.sallyport.bastion.vouching.Credentials;
import io.sallyport.bastion.vouching.Vouching;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The step of a passage that announces people where accounts are made for them, before they come
 * themselves: sshd refuses a name that it does not know before it looks at any token. Waits, so on
 * virtual threads only.
 */
final class Introductions {

  private final Vouching vouching;
  private final HopConnector connector;
  private final PassageLog log;
  private final Failures failures;
  private final Acquaintances acquaintances;

  Introductions(
      Vouching vouching,
      HopConnector connector,
      PassageLog log,
      Failures failures,
      InstantSource clock) {
    this.vouching = vouching;
    this.connector = connector;
    this.log = log;
    this.failures = failures;
    this.acquaintances = new Acquaintances(clock);
  }

  /** Announces somebody, unless the target needs none of it or knows them. */
  void introduce(HopRequest request, Grant grant, Optional<Voucher> voucher)
      throws Stop, InterruptedException {
    Optional<Introduction> needed =
        grant.introduction().filter(introduction -> !acquaintances.include(introduction));
    if (needed.isPresent()) {
      introduce(request, grant, needed.get(), voucher);
    }
  }

  private void introduce(
      HopRequest request, Grant grant, Introduction introduction, Optional<Voucher> voucher)
      throws Stop, InterruptedException {
    Credentials credentials =
        failures.credentials(
            request, grant, vouching.vouch(introduction, voucher, request.session()));
    if (credentials.offline()) {
      return; // no backend takes an earlier token for it, and who was here before is known
    }
    Optional<HopOutcome.Failed> failed = connector.connect(introduction).introduce(credentials);
    if (failed.isPresent()) {
      throw failures.stop(request, grant, failed.get());
    }
    acquaintances.add(introduction);
    log.introduced(request, credentials.vouchedBy());
  }

  /** Somebody was not let in after all. */
  void doubt(Grant grant) {
    acquaintances.remove(grant);
  }
}
