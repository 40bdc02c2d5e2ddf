package io.sallyport.embeddedportal.people;

/**
 * An invitation that waits for somebody.
 *
 * @param name who is invited
 * @param code the secret by which they come
 * @param second the second factor that they will have
 */
public record Invitation(String name, String code, Totp second) {

  /** The key of the second factor as authenticators scan it; a secret. */
  public String uri(String issuer) {
    return second.uri(issuer, name);
  }

  /** The key of the second factor as people type it; a secret. */
  public String typed() {
    return second.base32();
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "Invitation[name=" + name + "]";
  }
}
