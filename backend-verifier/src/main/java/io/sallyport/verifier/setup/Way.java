package io.sallyport.verifier.setup;

/** How sshd asks the verifier. */
enum Way {
  /** By AuthorizedKeysCommand, about every certificate. */
  KEYS("sallyport-authorized-keys"),
  /** By AuthorizedPrincipalsCommand, about those of the bastions' hop CAs. */
  PRINCIPALS("sallyport-authorized-principals");

  private final String script;

  Way(String script) {
    this.script = script;
  }

  /** The file name of the command. */
  String script() {
    return script;
  }
}
