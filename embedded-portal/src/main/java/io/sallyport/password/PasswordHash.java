package io.sallyport.password;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password's hash by Argon2id (RFC 9106) with 64 MiB, 3 passes and parallelism 4, in the PHC
 * string format: {@code $argon2id$v=19$m=65536,t=3,p=4$salt$hash}. To make or check one takes some
 * tenths of a second and the 64 MiB.
 */
public final class PasswordHash {

  private static final int MEMORY_KIB = 65536;
  private static final int PASSES = 3;
  private static final int PARALLELISM = 4;
  private static final int SALT_LENGTH = 16;
  private static final int LENGTH = 32;
  private static final String PREFIX =
      "$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(MEMORY_KIB, PASSES, PARALLELISM);
  private static final Pattern FORM =
      Pattern.compile(Pattern.quote(PREFIX) + "([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

  private final byte[] salt;
  private final byte[] hash;

  private PasswordHash(byte[] salt, byte[] hash) {
    this.salt = salt;
    this.hash = hash;
  }

  /** Of this password, with a salt of its own. */
  public static PasswordHash of(String password) {
    byte[] salt = new byte[SALT_LENGTH];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(salt, hash(password, salt));
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @throws IllegalArgumentException if it is something else, or weaker; the text quotes nothing
   */
  public static PasswordHash parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("that is not a hash that begins with " + PREFIX);
    }
    return new PasswordHash(
        Base64.getDecoder().decode(form.group(1)), Base64.getDecoder().decode(form.group(2)));
  }

  /** Whether it is of this password; takes as long for any. */
  public boolean matches(String password) {
    return MessageDigest.isEqual(hash, hash(password, salt));
  }

  /** In the PHC string format. A secret, for whoever has it can guess at leisure. */
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return PREFIX + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
  }

  private static byte[] hash(String password, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(MEMORY_KIB)
            .withIterations(PASSES)
            .withParallelism(PARALLELISM)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[LENGTH];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }

  /** Never the hash. */
  @Override
  public String toString() {
    return "PasswordHash";
  }
}
