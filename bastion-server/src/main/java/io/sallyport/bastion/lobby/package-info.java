/** What somebody meets on the bastion itself: a menu of destinations, and a few commands. */
@NullMarked
package io.sallyport.bastion.lobby;

import org.jspecify.annotations.NullMarked;
