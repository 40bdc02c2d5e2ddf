package io.sallyport.verifier.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The waiting for somebody who types {@code yes}. */
final class Confirmation {
  private Confirmation() {}

  /** Whether somebody did within the time; whatever else is typed is no answer, the end is a no. */
  static boolean comes(InputStream in, Duration within) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("confirmation").start(() -> answer.complete(isYes(in)));
    try {
      return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isYes(InputStream in) {
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.strip().equals("yes")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
