package io.sallyport.bastion.portal;

/**
 * The facts of a hop whose key the portal is asked to certify.
 *
 * @param publicKey the hop's public key, as a line of a {@code .pub} file
 * @param voucher what the portal gave for this user
 */
public record BastionCertificateRequest(
    String user, String targetHost, String targetGroup, String publicKey, Voucher voucher) {}
