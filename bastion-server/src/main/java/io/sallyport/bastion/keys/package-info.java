/** The bastion's own keys, all derived from one master secret. */
@NullMarked
package io.sallyport.bastion.keys;

import org.jspecify.annotations.NullMarked;
