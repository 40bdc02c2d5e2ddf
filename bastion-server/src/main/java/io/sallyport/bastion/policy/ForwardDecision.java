package io.sallyport.bastion.policy;

/** The answer to a client that asks the backend to connect somewhere for it. */
public sealed interface ForwardDecision {

  /**
   * Yes.
   *
   * @param recorded false where the forward leads to another target's ssh port: what happens behind
   *     it, nobody records
   */
  record Allowed(boolean recorded) implements ForwardDecision {}

  /** No. */
  record Refused(Refusal refusal) implements ForwardDecision {}

  /** No, because that is a target of this bastion, to which one jumps. */
  record JumpInstead(Refusal refusal, Target target) implements ForwardDecision {}
}
