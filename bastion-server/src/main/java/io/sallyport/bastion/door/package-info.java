/** The outer and the inner SSH server. */
@NullMarked
package io.sallyport.bastion.door;

import org.jspecify.annotations.NullMarked;
