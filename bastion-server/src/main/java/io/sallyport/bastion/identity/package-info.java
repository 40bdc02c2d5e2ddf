/** Credentials become an identity: portal tokens of people, keys of service accounts. */
@NullMarked
package io.sallyport.bastion.identity;

import org.jspecify.annotations.NullMarked;
