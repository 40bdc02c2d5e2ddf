/** A grant becomes what its backend is shown: a certificate, for which the portal vouches. */
@NullMarked
package io.sallyport.bastion.vouching;

import org.jspecify.annotations.NullMarked;
