package io.sallyport.bastion.hop;

import org.apache.sshd.client.session.ClientSession;

/** A connection to a backend before anybody is authenticated on it, and its host key's check. */
record Knock(ClientSession connection, HostKeyCheck hostKey) {}
