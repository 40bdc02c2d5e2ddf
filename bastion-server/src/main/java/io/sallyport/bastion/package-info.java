/** The bastion, put together. */
@NullMarked
package io.sallyport.bastion;

import org.jspecify.annotations.NullMarked;
