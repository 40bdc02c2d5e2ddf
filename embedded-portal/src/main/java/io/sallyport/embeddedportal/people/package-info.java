/**
 * People whom the portal knows itself: their passwords, their second factors, and how they sign in.
 */
@NullMarked
package io.sallyport.embeddedportal.people;

import org.jspecify.annotations.NullMarked;
