/** The bastion token: its claims, where it sits in a hop certificate, and its verification. */
@NullMarked
package io.sallyport.token;

import org.jspecify.annotations.NullMarked;
