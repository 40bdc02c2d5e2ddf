package io.sallyport.bastion.admin;

import io.sallyport.control.Order;
import io.sallyport.control.OrderReply;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;

/** The bastion that runs under a configuration, to which commands give orders. */
record RunningBastion(ConfigOption config) {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  /**
   * Gives an order, and says why if it is not followed; returns the exit code.
   *
   * @param command what the user has called, for that
   * @param done what to do with the lines of the answer
   */
  int order(String command, String line, ToIntFunction<List<String>> done) {
    if (line.matches("(?s).*[\\r\\n].*")) {
      return failed(command, "that is no name", ExitCode.MISUSED);
    }
    return config
        .read()
        .map(settings -> settings.config().controlSocket())
        .map(socket -> new Order("bastion", "sallyport serve", socket, line, LIMIT).give())
        .map(reply ->
            switch (reply) {
              case OrderReply.Done(var lines) -> done.applyAsInt(lines);
              case OrderReply.Refused(var reason) -> failed(command, reason, ExitCode.FAILED);
              case OrderReply.Unavailable(var reason) -> failed(command, reason, ExitCode.FAILED);
            })
        .orElse(ExitCode.MISUSED);
  }

  private static int failed(String command, String reason, int exitCode) {
    System.err.println(command + ": " + reason);
    return exitCode;
  }
}
