/** Key sets of portals (JWKS): fetched, kept on disk, refreshed, usable offline. */
@NullMarked
package io.sallyport.jwks;

import org.jspecify.annotations.NullMarked;
