package io.sallyport.bastion.door;

import io.sallyport.bastion.relay.KeepAlive;
import io.sallyport.bastion.relay.Timers;

/** How connections are watched over: whether anybody is still there, and for how long. */
public record Watch(Timers timers, KeepAlive.Settings keepAlive) {}
