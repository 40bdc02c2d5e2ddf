package io.sallyport.verifier.people;

/** What came of a visit. That something is broken is none: that is an {@code IOException}. */
sealed interface Outcome {

  /** The account is there now, and was not before. */
  record Made(Person person) implements Outcome {}

  /** It was made here earlier, and is as it should be. */
  record Renewed(Person person) implements Outcome {}

  /** There is an account of that name that was not made here; nothing was touched. */
  record NotOurs(PersonName name) implements Outcome {}

  /** There is none, and there will be none. */
  record Refused(PersonName name, String reason) implements Outcome {}
}
