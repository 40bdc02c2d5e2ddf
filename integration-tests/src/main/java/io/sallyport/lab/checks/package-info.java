/** What must hold for a session through the bastion, whatever the backend: one rule, one check. */
@NullMarked
package io.sallyport.lab.checks;

import org.jspecify.annotations.NullMarked;
