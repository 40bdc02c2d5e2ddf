/** The portal that Sallyport ships: one-time tokens, authorization and signed bastion tokens. */
@NullMarked
package io.sallyport.embeddedportal;

import org.jspecify.annotations.NullMarked;
