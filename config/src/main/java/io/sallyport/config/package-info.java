/**
 * Reads configuration files into records: strict, with every problem told at once and on its line.
 *
 * <p>{@link io.sallyport.config.ConfigFile} is the way in.
 */
@NullMarked
package io.sallyport.config;

import org.jspecify.annotations.NullMarked;
