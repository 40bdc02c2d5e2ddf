package io.sallyport.config;

import java.nio.file.Path;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param line the line, counted from 1; 0 when the file as a whole is meant
 * @param key the dotted path of the key, such as {@code targets[2].address}; empty when no single
 *     key is meant
 * @param message what is wrong and what to do, never with a secret in it
 */
public record Problem(int line, String key, String message) {

  /** The problem as one line of a report: {@code file:line: key: message}. */
  public String in(Path file) {
    String place = line == 0 ? file.toString() : file + ":" + line;
    String text = place + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    // Keys and values come from the file and may hold escaped newlines.
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
