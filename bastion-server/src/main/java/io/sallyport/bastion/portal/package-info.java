/** The portal as the bastion sees it, and the client that speaks its wire protocol. */
@NullMarked
package io.sallyport.bastion.portal;

import org.jspecify.annotations.NullMarked;
