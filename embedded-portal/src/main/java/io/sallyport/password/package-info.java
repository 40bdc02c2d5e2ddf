/** Passwords, as they are kept. */
@NullMarked
package io.sallyport.password;

import org.jspecify.annotations.NullMarked;
