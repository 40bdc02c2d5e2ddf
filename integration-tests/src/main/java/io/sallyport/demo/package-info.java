/** {@code ./demo}: a Sallyport to try out, on one machine, with one command. */
@NullMarked
package io.sallyport.demo;

import org.jspecify.annotations.NullMarked;
