/** How a daemon takes orders from its own user and root: lines over a private socket. */
@NullMarked
package io.sallyport.control;

import org.jspecify.annotations.NullMarked;
