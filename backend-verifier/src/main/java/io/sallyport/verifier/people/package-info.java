/** Accounts for people whom the portal knows and this backend does not yet. */
@NullMarked
package io.sallyport.verifier.people;

import org.jspecify.annotations.NullMarked;
