/**
 * Accounts of programs, each known by the fingerprints of its SSH keys: their file and the look-up.
 */
@NullMarked
package io.sallyport.serviceaccounts;

import org.jspecify.annotations.NullMarked;
