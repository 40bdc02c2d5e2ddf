/** What the bastion's tests share: small fakes of our interfaces, and real servers and clients. */
@NullMarked
package io.sallyport.bastion.testing;

import org.jspecify.annotations.NullMarked;
