/** Who may even connect: limits on connections, per address and in total. */
@NullMarked
package io.sallyport.bastion.gate;

import org.jspecify.annotations.NullMarked;
