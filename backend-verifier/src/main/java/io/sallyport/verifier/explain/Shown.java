package io.sallyport.verifier.explain;

import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import java.util.Optional;
import java.util.regex.Pattern;

/** What somebody wants to be explained. */
public sealed interface Shown {

  /** A certificate, with what it carries. */
  record Certificate(HopCertificate certificate) implements Shown {
    @Override
    public Optional<String> login() {
      return certificate.principals().stream().findFirst();
    }
  }

  /** A token by itself. */
  record Token(String compact) implements Shown {
    @Override
    public Optional<String> login() {
      try {
        BastionToken token = BastionToken.parseUnverified(compact);
        return Optional.of(token.targetLogin().orElse(token.subject()));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }

    /** The token is a secret. */
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  /** What was to be a certificate. */
  record Malformed(String detail) implements Shown {
    @Override
    public Optional<String> login() {
      return Optional.empty();
    }
  }

  /** The login that it says it is for. */
  Optional<String> login();

  /**
   * Reads a certificate as it stands in a {@code -cert.pub} file, or a token.
   *
   * @throws IllegalArgumentException if it looks like neither; the text does not quote it
   */
  static Shown parse(String text) {
    String[] words = text.strip().split("\\s+", 3);
    if (words.length >= 2 && words[0].equals(HopCertificate.TYPE)) {
      return certificate(words[1]);
    }
    if (words.length == 1 && Form.COMPACT.matcher(words[0]).matches()) {
      return new Token(words[0]);
    }
    throw new IllegalArgumentException(
        "this is neither a token nor a certificate (%s …)".formatted(HopCertificate.TYPE));
  }

  private static Shown certificate(String base64) {
    try {
      return new Certificate(HopCertificate.parse(HopCertificate.TYPE, base64));
    } catch (IllegalArgumentException e) {
      return new Malformed(String.valueOf(e.getMessage()));
    }
  }

  /** How a token looks (RFC 7515, 7.1). */
  final class Form {
    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    private Form() {}
  }
}
