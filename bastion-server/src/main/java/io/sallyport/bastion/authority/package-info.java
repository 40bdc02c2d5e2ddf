/** The authority that signs OpenSSH certificates for people, and what it has revoked. */
@NullMarked
package io.sallyport.bastion.authority;

import org.jspecify.annotations.NullMarked;
