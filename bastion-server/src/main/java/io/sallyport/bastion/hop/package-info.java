/** A grant and its credential become an authenticated connection to the backend. */
@NullMarked
package io.sallyport.bastion.hop;

import org.jspecify.annotations.NullMarked;
