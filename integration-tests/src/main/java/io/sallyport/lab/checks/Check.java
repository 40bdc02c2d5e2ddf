package io.sallyport.lab.checks;

/**
 * A rule and how to try it.
 *
 * @param rule the rule as a sentence
 * @param trial fails with {@link Broken} when the rule does not hold
 */
public record Check(String rule, Runnable trial) {}
