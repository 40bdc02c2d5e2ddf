/** What the operator may order a running bastion to do, through its control socket. */
@NullMarked
package io.sallyport.bastion.orders;

import org.jspecify.annotations.NullMarked;
