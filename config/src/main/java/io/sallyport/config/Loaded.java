package io.sallyport.config;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of reading a configuration file: the configuration, or everything that is wrong.
 *
 * @param <C> the configuration's type
 */
public sealed interface Loaded<C> {

  /**
   * A configuration without problems.
   *
   * @param config what the file says
   */
  record Valid<C>(C config) implements Loaded<C> {}

  /**
   * A file that cannot be used.
   *
   * @param file the file as it was named by whoever asked
   * @param problems all that is wrong, in the order of the lines; at least one
   */
  record Invalid<C>(Path file, List<Problem> problems) implements Loaded<C> {

    /** Sorts the problems by line. */
    public Invalid {
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("an invalid file has at least one problem");
      }
      problems = problems.stream().sorted(comparingInt(Problem::line)).toList();
    }

    /** The problems as a text, one line each, the last without a newline at its end. */
    public String report() {
      return problems.stream().map(problem -> problem.in(file)).collect(joining("\n"));
    }
  }
}
