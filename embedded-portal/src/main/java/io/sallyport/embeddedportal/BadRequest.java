package io.sallyport.embeddedportal;

import java.io.Serial;

/** A request that the protocol does not allow. */
final class BadRequest extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String error;

  BadRequest(String error) {
    super(error, null, false, false);
    this.error = error;
  }

  /** What the answer says: which parameter is wrong, never its value. */
  String error() {
    return error;
  }
}
