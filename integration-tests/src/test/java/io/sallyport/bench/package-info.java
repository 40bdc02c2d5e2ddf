/** The benchmark's arithmetic, its table, and that it measures what it says. */
@NullMarked
package io.sallyport.bench;

import org.jspecify.annotations.NullMarked;
