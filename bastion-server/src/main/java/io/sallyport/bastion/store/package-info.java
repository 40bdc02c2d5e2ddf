/** What must outlive the process, in a database. */
@NullMarked
package io.sallyport.bastion.store;

import org.jspecify.annotations.NullMarked;
