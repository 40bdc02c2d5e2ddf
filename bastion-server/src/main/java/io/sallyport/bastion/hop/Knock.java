package io.sallyport.bastion.hop;

import org.apache.sshd.client.session.ClientSession;

/**
 * A connection to a backend before anybody is authenticated on it, and what is known of it so far.
 */
record Knock(ClientSession connection, HostKeyCheck hostKey, Greeting greeting) {}
