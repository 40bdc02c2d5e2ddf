package io.sallyport.verifier.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.jwks.HttpTransport;
import io.sallyport.jwks.KeySetTransport;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way through {@code curl}, a process for each question. It trusts the certificates that the
 * system trusts, and knows the proxy of {@code https_proxy}.
 */
public final class CurlTransport implements KeySetTransport {
  private static final Logger log = LoggerFactory.getLogger(CurlTransport.class);
  private static final int MAX_HEAD = 64 * 1024;
  private static final int MAX_COMPLAINT = 1024;
  private static final String TOO_LONG =
      "the portal's answer is longer than " + MAX_BODY + " bytes";

  /** For a curl that does not keep to its own limit. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Path curl;
  private final AtomicReference<Optional<Process>> running =
      new AtomicReference<>(Optional.empty());

  CurlTransport(Path curl) {
    this.curl = curl;
  }

  /** Through {@code curl} if it is on PATH; otherwise within this process, which then grows. */
  public static KeySetTransport ifThere() {
    return onPath(System.getenv().getOrDefault("PATH", ""));
  }

  static KeySetTransport onPath(String path) {
    Optional<Path> curl =
        Stream.of(path.split(File.pathSeparator))
            .map(folder -> Path.of(folder, "curl"))
            .filter(file -> file.isAbsolute() && Files.isExecutable(file))
            .findFirst();
    if (curl.isEmpty()) {
      log.info("There is no curl: keys are fetched in this process, which takes some 20 MB more");
    }
    return curl.<KeySetTransport>map(CurlTransport::new).orElseGet(HttpTransport::new);
  }

  @Override
  public Response get(URI url, Map<String, String> fields, Duration timeout)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command(url, fields, timeout)).start();
    running.set(Optional.of(process));
    try {
      Thread.startVirtualThread(() -> endAfter(process, timeout.plus(GRACE)));
      process.getOutputStream().close();
      byte[] printed = process.getInputStream().readNBytes(MAX_HEAD + MAX_BODY);
      require(process.getInputStream().read() < 0, TOO_LONG);
      byte[] complaint = process.getErrorStream().readNBytes(MAX_COMPLAINT);
      require(
          process.waitFor() == 0,
          "the portal could not be asked: " + new String(complaint, UTF_8).strip());
      Response response = CurlAnswer.parse(printed);
      require(response.body().length <= MAX_BODY, TOO_LONG);
      return response;
    } finally {
      process.destroyForcibly();
      running.set(Optional.empty());
    }
  }

  /** Its first word after the program has to be {@code --disable}: no file of anybody's counts. */
  private List<String> command(URI url, Map<String, String> fields, Duration timeout) {
    List<String> words = new ArrayList<>(List.of(curl.toString(), "--disable", "--silent"));
    words.addAll(List.of("--show-error", "--include", "--suppress-connect-headers", "--globoff"));
    words.addAll(List.of("--proto", "=http,https", "--tlsv1.2", "--max-redirs", "0"));
    words.addAll(List.of("--max-filesize", String.valueOf(MAX_BODY)));
    words.addAll(
        List.of("--max-time", String.format(Locale.ROOT, "%.3f", timeout.toMillis() / 1000.0)));
    fields.forEach((name, value) -> words.addAll(List.of("--header", name + ": " + value)));
    words.addAll(List.of("--url", url.toString()));
    return words;
  }

  private static void endAfter(Process process, Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      process.destroyForcibly();
    }
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }

  @Override
  public void close() {
    running.get().ifPresent(Process::destroyForcibly);
  }
}
