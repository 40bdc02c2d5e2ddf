/** May this identity reach this destination? Access requests become grants or refusals. */
@NullMarked
package io.sallyport.bastion.policy;

import org.jspecify.annotations.NullMarked;
