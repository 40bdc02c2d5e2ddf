package io.sallyport.verifier.setup;

import java.time.Duration;

/**
 * How it is tried out.
 *
 * @param login of an account that people may use
 * @param reload the shell command that makes sshd read its configuration
 * @param confirmWithin how long to wait for the confirmation
 */
record SetupOptions(String login, String reload, Duration confirmWithin) {}
