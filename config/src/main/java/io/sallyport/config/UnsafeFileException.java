package io.sallyport.config;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** A file or folder that others could read or replace; the message names it and the remedy. */
public final class UnsafeFileException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final String fault;

  UnsafeFileException(Path file, String fault) {
    super(file + " " + fault);
    this.fault = fault;
  }

  /** What is wrong and what to do, in words that follow the file's name. */
  String fault() {
    return fault;
  }
}
