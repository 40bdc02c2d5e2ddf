package io.sallyport.bastion.vouching;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.portal.BastionTokenRequest;
import io.sallyport.config.PublicFile;
import io.sallyport.jwks.Ed25519Key;
import io.sallyport.token.BastionToken;
import io.sallyport.token.KeyThumbprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The bastion's own issuer: it signs the bastion tokens of service accounts, and of nobody else.
 * What makes it harmless is the backend, which believes it about the names and keys in its own
 * {@code service-accounts.conf} only.
 */
public final class ServiceAccountTokens {

  /** A token is used within seconds. */
  private static final Duration LIFE = Duration.ofMinutes(2);

  private final ServiceAccountIssuer issuer;
  private final String bastionGroup;
  private final KeyPair key;
  private final InstantSource clock;

  private ServiceAccountTokens(
      ServiceAccountIssuer issuer, String bastionGroup, KeyPair key, InstantSource clock) {
    this.issuer = issuer;
    this.bastionGroup = bastionGroup;
    this.key = key;
    this.clock = clock;
  }

  /**
   * Publishes the public key, and will sign.
   *
   * @param bastionGroup {@code bastion_group} of the tokens
   * @param key an Ed25519 key
   * @throws IOException if the JWKS file cannot be written
   */
  public static ServiceAccountTokens publish(
      ServiceAccountIssuer issuer, String bastionGroup, KeyPair key, InstantSource clock)
      throws IOException {
    var tokens = new ServiceAccountTokens(issuer, bastionGroup, key, clock);
    String json = tokens.publicKeys().toString() + "\n";
    PublicFile.write(issuer.jwks(), json.getBytes(StandardCharsets.UTF_8));
    return tokens;
  }

  private JWKSet publicKeys() {
    Base64URL point = Base64URL.encode(Ed25519Key.of(key.getPublic()).point());
    return new JWKSet(
        new OctetKeyPair.Builder(Curve.Ed25519, point)
            .keyID(KeyThumbprint.of(key.getPublic()))
            .keyUse(KeyUse.SIGNATURE)
            .algorithm(JWSAlgorithm.EdDSA)
            .build());
  }

  /** The token in compact form; {@link IllegalArgumentException} for a person. */
  String sign(Identity account, BastionTokenRequest request) {
    if (account.kind() != Identity.Kind.SERVICE_ACCOUNT) {
      throw new IllegalArgumentException("the bastion's own issuer never signs for a person");
    }
    var header =
        new JWSHeader.Builder(JWSAlgorithm.EdDSA)
            .type(JOSEObjectType.JWT)
            .keyID(KeyThumbprint.of(key.getPublic()))
            .build();
    var jwt = new SignedJWT(header, token(account, request).toClaims());
    try {
      jwt.sign(new Ed25519Signer(key.getPrivate()));
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign with an Ed25519 key", e);
    }
    return jwt.serialize();
  }

  private BastionToken token(Identity account, BastionTokenRequest request) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    return new BastionToken(
        issuer.issuer(),
        account.name(),
        BastionToken.AUDIENCE,
        UUID.randomUUID().toString(),
        now,
        now,
        now.plus(LIFE),
        issuer.bastionId(),
        bastionGroup,
        request.targetHost(),
        request.targetGroup(),
        Optional.of(request.targetLogin()),
        List.of(),
        Optional.of(request.thumbprint()),
        account.keyFingerprint(),
        Optional.of(request.sid()));
  }
}
