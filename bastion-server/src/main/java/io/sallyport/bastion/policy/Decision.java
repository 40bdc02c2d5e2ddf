package io.sallyport.bastion.policy;

/** The answer to an {@link AccessRequest}. */
public sealed interface Decision permits Grant, Refusal {}
