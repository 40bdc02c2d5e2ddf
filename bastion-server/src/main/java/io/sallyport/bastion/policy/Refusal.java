package io.sallyport.bastion.policy;

/**
 * A no, with the rule it comes from. For the log: what the client is told never depends on it.
 *
 * @param rule the name of the rule, or {@code default} when none says yes
 */
public record Refusal(String rule, String reason) implements Decision {}
