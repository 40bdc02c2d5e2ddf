/**
 * Service accounts on a backend: looking at their file, sudo rules, and logins by their own keys.
 */
@NullMarked
package io.sallyport.verifier.accounts;

import org.jspecify.annotations.NullMarked;
