package io.sallyport.bastion.portal;

import java.util.Optional;

/**
 * The facts of a hop that the portal is asked to sign.
 *
 * @param thumbprint the RFC 7638 thumbprint of the hop's public key, for {@code cnf.jkt}
 * @param keyFingerprint for a service account, {@code SHA256:…} of the key it proved
 */
public record BastionTokenRequest(
    String user,
    String targetHost,
    String targetGroup,
    String targetLogin,
    String sid,
    String thumbprint,
    Optional<String> keyFingerprint) {}
