/** Measures Sallyport against OpenSSH's own sshd as a jump host, in the same run. */
@NullMarked
package io.sallyport.bench;

import org.jspecify.annotations.NullMarked;
