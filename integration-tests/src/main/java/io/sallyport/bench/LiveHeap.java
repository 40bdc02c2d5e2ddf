package io.sallyport.bench;

import io.sallyport.lab.LabException;
import io.sallyport.lab.Tool;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM's heap holds after a full collection. */
final class LiveHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private LiveHeap() {}

  /** Collects, and counts the objects that are left, in KiB. */
  static double kibibytes(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String histogram = Tool.run(jcmd, Long.toString(pid), "GC.class_histogram");
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new LabException("no total in the heap histogram of process " + pid);
    }
    return Long.parseLong(total.group(1)) / 1024.0;
  }
}
