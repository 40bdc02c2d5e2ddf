package io.sallyport.verifier.doctor;

/**
 * Something that is not as it should be.
 *
 * @param severity how bad it is
 * @param code stable, for programs
 * @param text what is wrong, as a sentence without its end
 * @param fix what to do: a line for sshd's configuration, or a command
 */
record Finding(Severity severity, String code, String text, String fix) {

  /** How bad a finding is, the worst first. */
  enum Severity {
    /** Somebody gets in, or does more than they may, without the verifier. */
    OPEN,
    /** Nobody gets in by the bastion. */
    BROKEN,
    /** Nothing is wrong yet. */
    WARNING
  }

  static Finding open(String code, String text, String fix) {
    return new Finding(Severity.OPEN, code, text, fix);
  }

  static Finding broken(String code, String text, String fix) {
    return new Finding(Severity.BROKEN, code, text, fix);
  }

  static Finding warning(String code, String text, String fix) {
    return new Finding(Severity.WARNING, code, text, fix);
  }

  /** The same with more to say. */
  Finding with(String more) {
    return new Finding(severity, code, text + " (" + more + ")", fix);
  }

  @Override
  public String toString() {
    return "%-7s %s: %s%n        fix: %s".formatted(severity, code, text, fix);
  }
}
