/** What may use what: the rules of the design, checked over the classes of all modules. */
@NullMarked
package io.sallyport.architecture;

import org.jspecify.annotations.NullMarked;
