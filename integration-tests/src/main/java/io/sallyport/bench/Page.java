package io.sallyport.bench;

import io.sallyport.lab.LabException;
import io.sallyport.lab.LabFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file with a place for the newest result, between two comments. */
record Page(Path file) {
  private static final String BEGIN = "<!-- begin: integration-tests/bench -->\n";
  private static final String END = "<!-- end -->\n";

  /** Puts the result in its place; a file without one, or none, becomes the result alone. */
  void hold(String result) {
    LabFolder.write(file, around(Files.exists(file) ? text() : "", result));
  }

  static String around(String text, String result) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, Math.max(begin, 0));
    return begin < 0 || end < 0
        ? result
        : text.substring(0, begin) + BEGIN + "\n" + result + "\n" + text.substring(end);
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new LabException("could not read " + file, e);
    }
  }
}
