/** The sockets of the outer door and of all hops, on a few threads that never wait. */
@NullMarked
package io.sallyport.bastion.wire;

import org.jspecify.annotations.NullMarked;
