/** The setting up of this machine's sshd, on trial until somebody confirms it. */
@NullMarked
package io.sallyport.verifier.setup;

import org.jspecify.annotations.NullMarked;
