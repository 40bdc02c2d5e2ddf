package io.sallyport.lab;

/**
 * Something the lab needs is missing or failed to start; the message is one sentence for people.
 */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LabException(String message) {
    super(message);
  }

  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
