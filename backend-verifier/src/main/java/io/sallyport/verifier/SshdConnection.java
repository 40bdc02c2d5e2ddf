package io.sallyport.verifier;

/**
 * One connection of sshd's, known by the process that serves it. A pid alone would be another
 * process's one day; with the time at which it was started it never is, until the next boot. Both
 * are those of sshd's own process namespace, so the asking script says them.
 *
 * @param process {@code pid/start}, the start in clock ticks since the boot (proc(5))
 */
public record SshdConnection(String process) {
  static final String FORM = "[1-9][0-9]{0,9}/[0-9]{1,20}";
}
