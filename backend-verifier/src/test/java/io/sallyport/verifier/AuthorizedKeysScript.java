package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The client script as sshd runs it: no terminal, almost no environment. */
record AuthorizedKeysScript(Path path) {
  static final AuthorizedKeysScript SOURCE =
      new AuthorizedKeysScript(Path.of("src/main/dist/bin/sallyport-authorized-keys"));

  /** What one call came to. */
  record Outcome(int status, String output, Duration time) {}

  Outcome run(String... arguments) throws IOException, InterruptedException {
    return run(List.of(), arguments);
  }

  /** The same where curl is no program. */
  Outcome runWithoutCurl(String... arguments) throws IOException, InterruptedException {
    String hide = "mount --bind /dev/null /usr/bin/curl && exec \"$@\"";
    return run(
        List.of("unshare", "--mount", "--propagation", "private", "sh", "-ec", hide, "sh"),
        arguments);
  }

  private Outcome run(List<String> around, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(around.stream(), Stream.of("/bin/sh", path.toString()), Stream.of(arguments))
            .flatMap(words -> words)
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the script does not end");
    }
    return new Outcome(process.exitValue(), output, Duration.ofNanos(System.nanoTime() - start));
  }
}
