package io.sallyport.bastion.portal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sallyport.bastion.portal.OAuthEndpoint.Answer;
import io.sallyport.config.Secret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The device authorization grant (RFC 8628), by which a bastion gets its tokens: it shows a code,
 * and somebody who may do so approves the code at the portal. With PKCE (RFC 7636), so that the
 * tokens go to nobody else.
 */
final class Enrolment {

  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final Duration SLOWER = Duration.ofSeconds(5);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  /** What somebody has to do, where and until when. */
  record Code(String userCode, String verificationUri, Optional<String> complete, Instant until) {}

  /** Whether the code has been approved. */
  sealed interface Outcome {
    record Waiting() implements Outcome {}

    record Enrolled(PortalTokens tokens) implements Outcome {}

    record Failed(String reason) implements Outcome {}
  }

  /** What came of asking for a code. */
  sealed interface Begun {
    record Shown(Enrolment enrolment) implements Begun {}

    record Failed(String reason) implements Begun {}
  }

  private final OAuthEndpoint oauth;
  private final InstantSource clock;
  private final String verifier;
  private final String deviceCode;
  private final Code code;
  private Duration interval;

  private Enrolment(OAuthEndpoint oauth, InstantSource clock, String verifier, PamAnswer answer) {
    this.oauth = oauth;
    this.clock = clock;
    this.verifier = verifier;
    this.deviceCode = answer.text("device_code");
    this.code =
        new Code(
            answer.text("user_code"),
            answer.text("verification_uri"),
            answer.optionalText("verification_uri_complete"),
            clock.instant().plusSeconds(answer.number("expires_in")));
    this.interval = Duration.ofSeconds(answer.has("interval") ? answer.number("interval") : 5);
  }

  /** Asks for a code. */
  static Begun begin(OAuthEndpoint oauth, InstantSource clock) {
    String verifier = random();
    Map<String, String> form =
        Map.of(
            "scope", "pam:server offline_access",
            "code_challenge", challenge(verifier),
            "code_challenge_method", "S256");
    return switch (oauth.post("device", form)) {
      case Answer.Ok(var fields) -> shown(oauth, clock, verifier, fields);
      case Answer.Refused(var error, var words) -> new Begun.Failed(described(error, words));
      case Answer.Unavailable(var reason) -> new Begun.Failed(reason);
    };
  }

  private static Begun shown(
      OAuthEndpoint oauth, InstantSource clock, String verifier, PamAnswer fields) {
    try {
      return new Begun.Shown(new Enrolment(oauth, clock, verifier, fields));
    } catch (PamAnswer.NotTheProtocol e) {
      return new Begun.Failed("device: " + e.getMessage());
    }
  }

  Code code() {
    return code;
  }

  /** How long to wait before the next {@link #poll}. */
  Duration interval() {
    return interval;
  }

  /** Asks whether the code has been approved. An outage meanwhile is waited out. */
  Outcome poll() {
    if (!clock.instant().isBefore(code.until)) {
      return new Outcome.Failed("nobody approved the code in time");
    }
    Map<String, String> form =
        Map.of("grant_type", GRANT, "device_code", deviceCode, "code_verifier", verifier);
    return switch (oauth.post("token", form)) {
      case Answer.Ok(var fields) -> enrolled(fields);
      case Answer.Refused(var error, var words) -> refused(error, words);
      case Answer.Unavailable _ -> slower();
    };
  }

  private Outcome refused(String error, String words) {
    return switch (error) {
      case "authorization_pending" -> new Outcome.Waiting();
      case "slow_down" -> slower();
      case "expired_token" -> new Outcome.Failed("nobody approved the code in time");
      case "access_denied" -> new Outcome.Failed("it was denied at the portal");
      default -> new Outcome.Failed(described(error, words));
    };
  }

  /** As RFC 8628, section 3.5, has it for both. */
  private Outcome slower() {
    Duration next = interval.plus(SLOWER);
    interval = next.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : next;
    return new Outcome.Waiting();
  }

  private Outcome enrolled(PamAnswer fields) {
    try {
      Instant now = clock.instant();
      return fields
          .optionalText("refresh_token")
          .<Outcome>map(refresh ->
              new Outcome.Enrolled(
                  new PortalTokens(
                      Secret.of(fields.text("access_token")),
                      Secret.of(refresh),
                      now.plusSeconds(fields.number("expires_in")),
                      now)))
          .orElse(
              new Outcome.Failed(
                  "the portal gave no refresh token, without which the bastion would be"
                      + " locked out within the hour; allow offline access for this client"));
    } catch (PamAnswer.NotTheProtocol e) {
      return new Outcome.Failed("token: " + e.getMessage());
    }
  }

  private static String described(String error, String words) {
    return words.isEmpty() ? error : error + " (" + words + ")";
  }

  private static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return encode(bytes);
  }

  private static String challenge(String verifier) {
    try {
      return encode(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
