package io.sallyport.token;

/**
 * The issuer of one bastion, which signs for service accounts and never for people.
 *
 * @param name {@code iss} in its tokens, character by character
 * @param bastionId the only {@code bastion_id} that its tokens may have
 * @param accounts the service accounts that this backend knows
 */
public record ServiceAccountIssuer(String name, String bastionId, AccountKeys accounts) {

  /** The keys of service accounts. */
  @FunctionalInterface
  public interface AccountKeys {

    /**
     * Whether there is such an account and the key is one of its own.
     *
     * @param fingerprint {@code SHA256:} and unpadded base64
     */
    boolean belong(String account, String fingerprint);
  }
}
