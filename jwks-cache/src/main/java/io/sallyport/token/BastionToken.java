package io.sallyport.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a portal says about one hop. Times have whole seconds in a token.
 *
 * <p>Holding one proves nothing: {@link VerifiedToken} is the type that does.
 *
 * @param issuer {@code iss}, the portal, exactly as it writes itself
 * @param subject {@code sub}, the person or service account
 * @param audience {@code aud}, {@link #AUDIENCE} in every token that is meant for a backend
 * @param id {@code jti}, never used twice
 * @param issuedAt {@code iat}
 * @param notBefore {@code nbf}, or {@code iat} in tokens without it
 * @param expiresAt {@code exp}
 * @param bastionId the bastion that asked
 * @param bastionGroup the group under which that bastion is enrolled
 * @param targetHost the backend, by one of its own names
 * @param targetGroup the backend's group
 * @param targetLogin the login on the backend; absent means equal to {@code subject}
 * @param userGroups the groups of the subject
 * @param confirmation {@code cnf.jkt}, the {@link KeyThumbprint} of the hop's key
 * @param keyFingerprint {@code key_fp}, {@code SHA256:…} of the key that a service account proved
 * @param sessionId {@code sid}, the session in the bastion's audit and recording
 */
public record BastionToken(
    String issuer,
    String subject,
    String audience,
    String id,
    Instant issuedAt,
    Instant notBefore,
    Instant expiresAt,
    String bastionId,
    String bastionGroup,
    String targetHost,
    String targetGroup,
    Optional<String> targetLogin,
    List<String> userGroups,
    Optional<String> confirmation,
    Optional<String> keyFingerprint,
    Optional<String> sessionId) {

  /** The audience of every bastion token. */
  public static final String AUDIENCE = "pam:bastion-backend";

  /**
   * The login under which a token does nothing but announce its subject, see {@link
   * VerifiedIntroduction}.
   */
  public static final String INTRODUCTION_LOGIN = "sallyport-people";

  /** Copies the groups. */
  public BastionToken {
    userGroups = List.copyOf(userGroups);
  }

  /**
   * Reads a token that somebody else will verify; its signature is not looked at.
   *
   * @throws IllegalArgumentException when it is not a bastion token; the text does not quote it
   */
  public static BastionToken parseUnverified(String compact) {
    try {
      return new ClaimReader(CompactToken.parse(compact).claims()).token();
    } catch (RefusalException e) {
      throw new IllegalArgumentException(e.detail());
    }
  }

  /** The claims for signing; absent ones are left out. */
  public JWTClaimsSet toClaims() {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(subject)
            .audience(audience)
            .jwtID(id)
            .issueTime(Date.from(issuedAt))
            .notBeforeTime(Date.from(notBefore))
            .expirationTime(Date.from(expiresAt))
            .claim(Claims.BASTION_ID, bastionId)
            .claim(Claims.BASTION_GROUP, bastionGroup)
            .claim(Claims.TARGET_HOST, targetHost)
            .claim(Claims.TARGET_GROUP, targetGroup)
            .claim(Claims.USER_GROUPS, userGroups);
    targetLogin.ifPresent(login -> claims.claim(Claims.TARGET_LOGIN, login));
    confirmation.ifPresent(
        thumbprint -> claims.claim(Claims.CONFIRMATION, Map.of(Claims.THUMBPRINT, thumbprint)));
    keyFingerprint.ifPresent(fingerprint -> claims.claim(Claims.KEY_FINGERPRINT, fingerprint));
    sessionId.ifPresent(session -> claims.claim(Claims.SESSION_ID, session));
    return claims.build();
  }
}
