package io.sallyport.bastion.admin;

/** How a command ends, as the shell sees it. */
final class ExitCode {

  static final int OK = 0;

  /** It could not be done. */
  static final int FAILED = 1;

  /** It was done, and what was compared is not the same. */
  static final int DIFFERENT = 1;

  /** The command line or a configuration file is wrong. */
  static final int MISUSED = 2;

  private ExitCode() {}
}
