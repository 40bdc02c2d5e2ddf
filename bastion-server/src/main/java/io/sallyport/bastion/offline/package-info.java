/** What is known of people while the portal is down, and what they may do with it. */
@NullMarked
package io.sallyport.bastion.offline;

import org.jspecify.annotations.NullMarked;
