package io.sallyport.verifier.people;

/** What became of somebody who was to be removed. */
sealed interface Farewell {
  Person person();

  /** The account is not there any more. */
  record Gone(Person person) implements Farewell {}

  /** They have processes, and stay for now. */
  record Busy(Person person) implements Farewell {}

  /** Something is broken; what is left of the account is tried again the next time. */
  record Broken(Person person, String reason) implements Farewell {}
}
