/** A small fuzzer: valid samples, changed by chance that can be repeated. */
@NullMarked
package io.sallyport.fuzz;

import org.jspecify.annotations.NullMarked;
