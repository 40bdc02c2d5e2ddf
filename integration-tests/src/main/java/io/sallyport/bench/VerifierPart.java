package io.sallyport.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sallyport.lab.Daemon;
import io.sallyport.lab.LabException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Part (g): the backend's verifier, which a jump host does not have: what it takes to start, to
 * answer, and to stay.
 */
final class VerifierPart implements Part {
  private static final Bar START = Bar.valueAtMost(300);
  private static final Bar DECISION = Bar.valueAtMost(1);
  private static final Bar CALL = Bar.valueAtMost(20);
  private static final Bar RESIDENT = Bar.valueAtMost(64);

  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Of the questions these many times as many as logins go before, and are measured. */
  private static final int QUESTIONS_PER_LOGIN = 5;

  @Override
  public List<Row> measure(TestBed bed, Effort effort) {
    List<Double> starts = starts(bed, effort.starts());
    int questions = effort.logins() * QUESTIONS_PER_LOGIN;
    Progress.say("(g) the verifier: warm-up, %d questions".formatted(questions));
    var _ = decisions(bed, questions);
    Progress.say("(g) the verifier: %d questions".formatted(questions));
    Figure decisions = Figure.quartiles(decisions(bed, questions));
    Progress.say("(g) the verifier: %d calls of sshd's command".formatted(effort.logins()));
    Figure calls = Figure.quartiles(calls(bed, effort.logins()));
    return List.of(
        row("start to answering", "ms", Figure.range(starts)).with(START),
        row("a hop is let in, by its socket", "ms", decisions).with(DECISION),
        row("sshd's command, whole: what it adds to a login", "ms", calls).with(CALL),
        row("resident after all that", "MiB", Figure.of(residentMebibytes(bed))).with(RESIDENT));
  }

  private static Row row(String what, String unit, Figure figure) {
    return Row.ofSallyport('g', "verifier: " + what, unit, figure);
  }

  private static List<Double> starts(TestBed bed, int number) {
    List<Double> times = new ArrayList<>();
    Daemon verifier = bed.verifier();
    for (int i = 1; i <= number; i++) {
      Progress.say("(g) start of the verifier %d of %d".formatted(i, number));
      verifier.stop();
      long began = System.nanoTime();
      verifier.launch();
      awaitSocket(bed.verifierSocket(), began);
      times.add((System.nanoTime() - began) / 1e6);
      verifier.ready();
    }
    return times;
  }

  private static void awaitSocket(Path socket, long since) {
    while (!accepts(socket)) {
      if (System.nanoTime() - since > LIMIT.toNanos()) {
        throw new LabException("nobody answers on " + socket + " within " + LIMIT);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static boolean accepts(Path socket) {
    try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Milliseconds from a connection to its last byte, each about another good hop. */
  private static List<Double> decisions(TestBed bed, int number) {
    List<Double> times = new ArrayList<>();
    for (int i = 1; i <= number; i++) {
      byte[] question = http(String.join(" ", bed.hops().next()) + " " + i + "/1\n");
      long began = System.nanoTime();
      String answer = ask(bed.verifierSocket(), question);
      times.add((System.nanoTime() - began) / 1e6);
      if (!answer.startsWith("HTTP/1.1 200 ")) {
        throw new LabException("a good hop was not let in: " + answer);
      }
    }
    return times;
  }

  private static byte[] http(String body) {
    return "POST /authorized-keys HTTP/1.1\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(body.length(), body)
        .getBytes(US_ASCII);
  }

  private static String ask(Path socket, byte[] question) {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer bytes = ByteBuffer.wrap(question);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return new String(Channels.newInputStream(channel).readAllBytes(), US_ASCII);
    } catch (IOException e) {
      throw new LabException("the verifier could not be asked", e);
    }
  }

  private static List<Double> calls(TestBed bed, int number) {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      times.add(Clients.question(bed));
    }
    return times;
  }

  /** The memory that is its own and what it shares, as the kernel counts it for it (VmRSS). */
  private static double residentMebibytes(TestBed bed) {
    Path status = Path.of("/proc", String.valueOf(bed.verifier().pid()), "status");
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .sum();
    } catch (IOException e) {
      throw new LabException("could not read " + status, e);
    }
  }
}
