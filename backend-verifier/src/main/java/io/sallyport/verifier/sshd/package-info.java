/** This machine's sshd, as its own program, its files and its accounts show it. */
@NullMarked
package io.sallyport.verifier.sshd;

import org.jspecify.annotations.NullMarked;
