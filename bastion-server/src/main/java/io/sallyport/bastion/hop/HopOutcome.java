package io.sallyport.bastion.hop;

/** What came of an attempt to reach a backend. The reasons are for the log. */
public sealed interface HopOutcome {

  /** The backend let us in. */
  record Open(Hop hop) implements HopOutcome {}

  /** There was no backend, or nothing that speaks SSH with us. */
  record Unreachable(String reason) implements HopOutcome {}

  /** The backend's host key is not the one that the operator wrote down. */
  record WrongHost(String reason) implements HopOutcome {}

  /** The backend did not accept the hop certificate. */
  record NotLetIn(String reason) implements HopOutcome {}
}
