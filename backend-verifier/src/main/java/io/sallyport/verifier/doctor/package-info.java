/** The search for ways around the verifier, and for what keeps it from answering. */
@NullMarked
package io.sallyport.verifier.doctor;

import org.jspecify.annotations.NullMarked;
