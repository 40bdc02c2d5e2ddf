package io.sallyport.embeddedportal.people;

import io.sallyport.password.PasswordHash;

/**
 * What somebody signs in with.
 *
 * @param lastStep the step of the last code that was used
 */
record Factors(String name, PasswordHash password, Totp second, long lastStep) {}
