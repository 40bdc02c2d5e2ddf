package io.sallyport.token;

/** A check's "no" on its way to the {@link RefusedToken} that callers see. */
final class RefusalException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Takes what is wrong, in words without any part of a token that could be used again. */
  RefusalException(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }

  /** What is wrong. */
  String detail() {
    return String.valueOf(getMessage());
  }
}
