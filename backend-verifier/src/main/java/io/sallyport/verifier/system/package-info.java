/** The programs of this machine that are run. */
@NullMarked
package io.sallyport.verifier.system;

import org.jspecify.annotations.NullMarked;
