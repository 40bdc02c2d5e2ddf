/** The lab's own small SSH server, for machines where the system's sshd cannot be used. */
@NullMarked
package io.sallyport.lab.mina;

import org.jspecify.annotations.NullMarked;
