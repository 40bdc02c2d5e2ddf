package io.sallyport.token;

/** The names of a bastion token's claims, as the portal writes them. */
public final class Claims {
  public static final String ISSUER = "iss";
  public static final String SUBJECT = "sub";
  public static final String AUDIENCE = "aud";
  public static final String ID = "jti";
  public static final String ISSUED_AT = "iat";
  public static final String NOT_BEFORE = "nbf";
  public static final String EXPIRES_AT = "exp";
  public static final String BASTION_ID = "bastion_id";
  public static final String BASTION_GROUP = "bastion_group";
  public static final String TARGET_HOST = "target_host";
  public static final String TARGET_GROUP = "target_group";
  public static final String TARGET_LOGIN = "target_login";
  public static final String USER_GROUPS = "user_groups";

  /** Object of RFC 7800 that names the key which the token is bound to. */
  public static final String CONFIRMATION = "cnf";

  /** Member of {@link #CONFIRMATION}: the RFC 7638 thumbprint of that key. */
  public static final String THUMBPRINT = "jkt";

  public static final String KEY_FINGERPRINT = "key_fp";
  public static final String SESSION_ID = "sid";

  private Claims() {}
}
