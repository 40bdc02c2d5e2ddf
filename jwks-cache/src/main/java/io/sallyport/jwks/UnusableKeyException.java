package io.sallyport.jwks;

/** A key of a set that is left out; the others stay usable. */
final class UnusableKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String id;

  UnusableKeyException(String id, String why) {
    super(why, null, false, false);
    this.id = id;
  }

  /** Which key, and why. */
  String sentence() {
    return "key \"" + id.replaceAll("\\p{Cntrl}", "?") + "\" is not used: " + getMessage();
  }
}
