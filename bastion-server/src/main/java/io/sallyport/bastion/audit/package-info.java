/** One line for each thing that was decided or done. */
@NullMarked
package io.sallyport.bastion.audit;

import org.jspecify.annotations.NullMarked;
