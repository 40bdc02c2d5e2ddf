/** Tests over real HTTP and real Unix-domain sockets. */
@NullMarked
package io.sallyport.embeddedportal;

import org.jspecify.annotations.NullMarked;
