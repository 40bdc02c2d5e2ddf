/** What a backend's sshd asks before it lets a hop in. */
@NullMarked
package io.sallyport.verifier;

import org.jspecify.annotations.NullMarked;
