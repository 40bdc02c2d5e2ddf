package io.sallyport.verifier.setup;

/** How sshd asks the verifier. */
public enum Way {
  /** By AuthorizedKeysCommand, about every certificate. */
  KEYS("sallyport-authorized-keys", "AuthorizedKeysCommand"),
  /** By AuthorizedPrincipalsCommand, about those of the bastions' hop CAs. */
  PRINCIPALS("sallyport-authorized-principals", "AuthorizedPrincipalsCommand");

  private final String script;
  private final String keyword;

  Way(String script, String keyword) {
    this.script = script;
    this.keyword = keyword;
  }

  /** The keyword that names the command. */
  String keyword() {
    return keyword;
  }

  /** The file name of the command. */
  String script() {
    return script;
  }
}
