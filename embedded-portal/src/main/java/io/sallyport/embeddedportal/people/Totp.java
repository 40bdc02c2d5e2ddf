package io.sallyport.embeddedportal.people;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/** The second factor: codes of six digits that change every 30 seconds (RFC 6238, SHA-1). */
public final class Totp {
  /** What every authenticator can do, and is asked for. */
  static final int KEY_LENGTH = 20;

  private static final Duration STEP = Duration.ofSeconds(30);
  private static final int DIGITS = 6;

  /** Steps to either side: phones are late, and people slow. */
  private static final int DRIFT = 1;

  private static final HmacOneTimePasswordGenerator CODES =
      new HmacOneTimePasswordGenerator(DIGITS);

  private final byte[] key;

  Totp(byte[] key) {
    this.key = key.clone();
  }

  /**
   * The step of which this is the code; none if it is no code of now, or of a step that was used.
   *
   * @param lastUsed the last step of which a code was taken
   */
  OptionalLong stepOf(String code, Instant now, long lastUsed) {
    long current = now.getEpochSecond() / STEP.toSeconds();
    return LongStream.rangeClosed(current - DRIFT, current + DRIFT)
        .filter(step -> step > lastUsed)
        .filter(step -> same(codeAt(step), code))
        .max();
  }

  byte[] key() {
    return key.clone();
  }

  /** The code of this moment. */
  public String code(Instant now) {
    return codeAt(now.getEpochSecond() / STEP.toSeconds());
  }

  private String codeAt(long step) {
    try {
      return CODES.generateOneTimePasswordString(new SecretKeySpec(key, "HmacSHA1"), step);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("HMAC takes every key", e);
    }
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The key as people type it when their phone has no camera (RFC 4648, base32). */
  String base32() {
    return Base32.toBase32String(key);
  }

  /** The key as authenticators scan it. */
  String uri(String issuer, String person) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%1$s".formatted(issuer, person, base32());
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "Totp";
  }
}
