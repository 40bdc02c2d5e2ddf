package io.sallyport.embeddedportal;

/** What came of a heartbeat. */
sealed interface Beat {

  /** The bastion goes on, with one more access token. */
  record Alive(String device, String accessToken) implements Beat {

    /** Without the token. */
    @Override
    public String toString() {
      return "Alive[device=" + device + "]";
    }
  }

  /** The bastion enrolled for something else than the questions of bastions. */
  record OutOfScope(String device) implements Beat {}

  /** The client under which the bastion enrolled is not in portal.yaml any more. */
  record UnknownClient(String device) implements Beat {}

  /** The refresh token is unknown, expired or revoked. */
  record UnknownToken() implements Beat {}
}
