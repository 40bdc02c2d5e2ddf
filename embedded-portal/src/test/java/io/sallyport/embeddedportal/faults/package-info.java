/** A portal that goes wrong when it is told to, for the tests of those who ask portals. */
@NullMarked
package io.sallyport.embeddedportal.faults;

import org.jspecify.annotations.NullMarked;
