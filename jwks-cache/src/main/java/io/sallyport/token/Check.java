package io.sallyport.token;

/** A requirement of a hop certificate or its token. */
public enum Check {
  PRINCIPALS("the certificate is for the login"),
  CERTIFICATE_VALIDITY("the certificate is valid now"),
  TOKEN("the certificate carries a token"),
  SIGNATURE("a registered issuer has signed the token"),
  CLAIMS("the token says all that it must"),
  AUDIENCE("the token is for backends"),
  OFFLINE("the token was made for this session, or earlier tokens are taken"),
  START("the token has begun to be valid"),
  EXPIRY("the token has not expired"),
  LIFE("the token does not live for too long"),
  TARGET("the token is for this host"),
  LOGIN("the token is for the login"),
  SUBJECT("the issuer may speak for the subject"),
  BASTION("the bastion is registered"),
  BINDING("the token is bound to the certificate");

  private final String words;

  Check(String words) {
    this.words = words;
  }

  /** What holds if it does, as a sentence without its end. */
  @Override
  public String toString() {
    return words;
  }
}
