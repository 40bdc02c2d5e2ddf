/** The command line of the bastion. */
@NullMarked
package io.sallyport.bastion.admin;

import org.jspecify.annotations.NullMarked;
