package io.sallyport.bastion.gate;

import io.sallyport.config.Between;
import io.sallyport.config.Default;

/**
 * How many clients may be connected at once.
 *
 * @param maxConnections in total
 * @param maxConnectionsPerAddress from one address
 */
public record GateLimits(
    @Default("1000") @Between(min = "1", max = "") int maxConnections,
    @Default("100") @Between(min = "1", max = "") int maxConnectionsPerAddress) {}
