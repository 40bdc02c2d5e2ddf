/** The whole of Sallyport, tried from outside with the stock OpenSSH. */
@NullMarked
package io.sallyport.integration;

import org.jspecify.annotations.NullMarked;
