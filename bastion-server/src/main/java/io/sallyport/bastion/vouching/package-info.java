/** A grant becomes a bastion token of the portal and a hop certificate that carries it. */
@NullMarked
package io.sallyport.bastion.vouching;

import org.jspecify.annotations.NullMarked;
