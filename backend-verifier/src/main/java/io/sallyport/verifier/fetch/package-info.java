/** Fetches key sets outside the daemon, whose memory TLS would take a third more of. */
@NullMarked
package io.sallyport.verifier.fetch;

import org.jspecify.annotations.NullMarked;
