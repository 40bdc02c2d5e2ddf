/** JSON from people whom we do not trust, read strictly. */
@NullMarked
package io.sallyport.json;

import org.jspecify.annotations.NullMarked;
