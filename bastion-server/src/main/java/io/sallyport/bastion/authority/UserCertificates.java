package io.sallyport.bastion.authority;

import io.sallyport.config.Between;
import io.sallyport.config.Default;
import java.time.Duration;

/**
 * How long what the portal said about its SSH authority is good.
 *
 * @param refresh time between two looks
 * @param maxStale age beyond which no certificate is believed any more
 */
public record UserCertificates(
    @Default("5m") @Between(min = "30s", max = "1d") Duration refresh,
    @Default("8h") @Between(min = "1m", max = "30d") Duration maxStale) {

  public UserCertificates {
    if (maxStale.compareTo(refresh) <= 0) {
      throw new IllegalArgumentException("`max_stale` must be longer than `refresh`");
    }
  }
}
