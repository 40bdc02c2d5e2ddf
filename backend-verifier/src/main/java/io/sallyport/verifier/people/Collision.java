package io.sallyport.verifier.people;

/** A name or a number that somebody else has; the message says who. */
final class Collision extends Exception {
  private static final long serialVersionUID = 1L;

  Collision(String message) {
    super(message, null, false, false);
  }
}
