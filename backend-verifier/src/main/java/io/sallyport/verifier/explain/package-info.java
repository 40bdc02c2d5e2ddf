/** The command that says why a token would be refused. */
@NullMarked
package io.sallyport.verifier.explain;

import org.jspecify.annotations.NullMarked;
