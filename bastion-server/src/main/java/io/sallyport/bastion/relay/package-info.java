/** Channels of the inner door joined with channels of the hop, message by message. */
@NullMarked
package io.sallyport.bastion.relay;

import org.jspecify.annotations.NullMarked;
