/** A whole Sallyport on one machine: portal, bastion, verifier and backend as real processes. */
@NullMarked
package io.sallyport.lab;

import org.jspecify.annotations.NullMarked;
