package io.sallyport.bastion.portal;

/**
 * What a portal tells everybody about the OpenSSH certificates that it signs for people. Every call
 * may take as long as the configured timeout. A no means that the portal signs none.
 */
public interface PublishedAuthority {

  /** Its public keys, each a line of a {@code .pub} file. */
  PortalAnswer<String> publicKeys();

  /** What it has revoked, as OpenSSH writes it (PROTOCOL.krl); empty before the first time. */
  PortalAnswer<byte[]> revocationList();
}
