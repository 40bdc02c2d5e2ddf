package io.sallyport.bastion.hop;

/** What came of an attempt to reach a backend. */
public sealed interface HopOutcome {

  /** The backend let us in. */
  record Open(Hop hop) implements HopOutcome {}

  /** It did not come to that. */
  sealed interface Failed extends HopOutcome {
    /** Why, for the log. */
    String reason();
  }

  /** There was no backend, or nothing that speaks SSH with us. */
  record Unreachable(String reason) implements Failed {}

  /** The backend's host key is not the one that the operator wrote down. */
  record WrongHost(String reason) implements Failed {}

  /** The backend did not accept the hop certificate. */
  record NotLetIn(String reason) implements Failed {}

  /** Another backend, on the way to this one, could not be gone through. */
  record NoWay(String reason) implements Failed {}
}
