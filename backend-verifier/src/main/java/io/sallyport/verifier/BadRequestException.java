package io.sallyport.verifier;

/** A request that our own client would never send; the message does not quote it. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message, null, false, false);
  }
}
