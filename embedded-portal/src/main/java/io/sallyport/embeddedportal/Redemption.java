package io.sallyport.embeddedportal;

/** What became of a portal token that somebody presented. */
sealed interface Redemption {

  /** It was good, and is used up now. */
  record Redeemed(String person) implements Redemption {}

  /** It opens nothing. The reason is for the log; whoever presented the token is not told. */
  record Refused(Reason reason) implements Redemption {}

  /** Why a token opens nothing. */
  enum Reason {
    UNKNOWN("unknown"),
    USED("used up"),
    EXPIRED("expired");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
