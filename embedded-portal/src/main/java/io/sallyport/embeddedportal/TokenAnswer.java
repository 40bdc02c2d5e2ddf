package io.sallyport.embeddedportal;

/** What came of asking for a portal token. */
public sealed interface TokenAnswer {

  /**
   * A fresh token.
   *
   * @param token the one-time token; whoever has it is the person until it is used or expires
   */
  record Issued(String token) implements TokenAnswer {

    /** Without the token. */
    @Override
    public String toString() {
      return "Issued[token=(secret)]";
    }
  }

  /**
   * There is none for that name.
   *
   * @param reason a sentence for the operator
   */
  record Refused(String reason) implements TokenAnswer {}

  /**
   * The portal could not be asked, or could not answer.
   *
   * @param reason a sentence for the operator
   */
  record Unavailable(String reason) implements TokenAnswer {}
}
