package io.sallyport.bench;

import io.sallyport.lab.Daemon;
import io.sallyport.lab.LabException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Part (e): from the start of a server's process to its first byte, and the first session then. */
final class StartPart implements Part {
  private static final Duration PAUSE = Duration.ofMillis(1);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Override
  public List<Row> measure(TestBed bed, Effort effort) {
    Pairs starts = new Pairs();
    Pairs firstSessions = new Pairs();
    for (int i = 1; i <= effort.starts(); i++) {
      Progress.say("(e) start %d of %d".formatted(i, effort.starts()));
      for (Route route : Route.inRandomOrder()) {
        starts.add(route, start(bed, route));
        firstSessions.add(route, Clients.login(bed, route));
      }
    }
    return List.of(
        Row.ofPairs('e', "start to listening", "ms", starts),
        Row.ofPairs('e', "first session after it", "ms", firstSessions));
  }

  private static double start(TestBed bed, Route route) {
    Daemon server = bed.gateway(route);
    server.stop();
    long started = System.nanoTime();
    Thread starter = Thread.ofPlatform().start(server::start);
    awaitGreeting(bed.port(route), started);
    double took = (System.nanoTime() - started) / 1e6;
    join(starter);
    return took;
  }

  private static void awaitGreeting(int port, long since) {
    while (!greets(port)) {
      if (System.nanoTime() - since > LIMIT.toNanos()) {
        throw new LabException("nothing listens on port " + port + " within " + LIMIT);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Whether an SSH server sends its identification there. */
  private static boolean greets(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.getInputStream().read() == 'S';
    } catch (IOException _) {
      return false;
    }
  }

  private static void join(Thread starter) {
    try {
      starter.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
