package io.sallyport.embeddedportal;

/** What the access token of a request opens. */
sealed interface Admission {

  /** The questions of bastions. */
  record Admitted(Caller caller) implements Admission {}

  /** Something else than the questions of bastions. */
  record OutOfScope(Caller caller) implements Admission {}

  /** Nothing: it is unknown, expired or revoked. */
  record Unknown() implements Admission {}
}
