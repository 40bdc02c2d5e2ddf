/** The clients that people use, each one through the bastion to the system's own sshd. */
@NullMarked
package io.sallyport.integration.clients;

import org.jspecify.annotations.NullMarked;
