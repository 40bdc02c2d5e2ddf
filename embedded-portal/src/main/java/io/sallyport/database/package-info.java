/** A small embedded database, for a daemon's own state. */
@NullMarked
package io.sallyport.database;

import org.jspecify.annotations.NullMarked;
