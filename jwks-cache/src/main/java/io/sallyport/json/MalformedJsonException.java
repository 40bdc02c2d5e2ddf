package io.sallyport.json;

/** Text that is not the one strict JSON object that was expected; the message never quotes it. */
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message);
  }
}
