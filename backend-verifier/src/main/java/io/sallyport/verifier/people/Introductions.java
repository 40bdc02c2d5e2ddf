package io.sallyport.verifier.people;

import io.sallyport.token.BastionToken;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifier's side of making people known: it tells the helper who comes, and sshd what is to
 * run meanwhile. Nobody ever waits for the helper here. Any thread may ask.
 */
public final class Introductions implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Introductions.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Threads of the platform: to connect to a Unix-domain socket that nobody serves may block, and
   * would hold what carries the virtual threads that answer sshd.
   */
  private static final int MAX_AT_A_TIME = 4;

  private static final int MAX_WAITING = 64;

  /** As many visits are known to have been told of; sshd asks twice for each. */
  private static final int MAX_REMEMBERED = 256;

  private final PeopleSettings settings;
  private final Duration patience;
  private final ThreadPoolExecutor tellers;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("people-deadlines").factory());

  // Guarded by itself.
  private final Deque<String> told = new ArrayDeque<>();

  public Introductions(PeopleSettings settings) {
    this(settings, PATIENCE);
  }

  Introductions(PeopleSettings settings, Duration patience) {
    this.settings = settings;
    this.patience = patience;
    this.tellers =
        new ThreadPoolExecutor(
            MAX_AT_A_TIME,
            MAX_AT_A_TIME,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            Thread.ofPlatform().daemon().name("people-", 0).factory());
    tellers.allowCoreThreadTimeOut(true);
  }

  /** The visit that a verified token is about; empty if nobody may have an account of that name. */
  public static Optional<Visit> visit(BastionToken token) {
    return PersonName.of(token.subject())
        .map(name -> new Visit(id(token), name, token.userGroups()));
  }

  private static String id(BastionToken token) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((token.issuer() + " " + token.id()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Has the helper told, once for each visit; returns at once, whatever the helper does. */
  public void announce(Visit visit) {
    if (!isNew(visit)) {
      return;
    }
    try {
      tellers.execute(() -> tell(visit));
    } catch (RejectedExecutionException _) {
      log.error("The helper does not keep up: it is not told of {}", visit.name());
    }
  }

  /** What sshd is to run: it waits until the person is known, and has no say about it. */
  public String command(Visit visit) {
    return "%s %s %s".formatted(settings.await(), visit.name(), visit.id());
  }

  private boolean isNew(Visit visit) {
    synchronized (told) {
      if (told.contains(visit.id())) {
        return false;
      }
      told.addLast(visit.id());
      if (told.size() > MAX_REMEMBERED) {
        told.removeFirst();
      }
      return true;
    }
  }

  private void tell(Visit visit) {
    try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Future<?> deadline =
          deadlines.schedule(() -> close(connection), patience.toMillis(), TimeUnit.MILLISECONDS);
      try {
        log.info("{}: the helper says: {}", visit.name(), tell(visit, connection));
      } finally {
        deadline.cancel(false);
      }
    } catch (IOException e) {
      log.error("The helper could not be told of {}: {}", visit.name(), e.toString());
    }
  }

  private String tell(Visit visit, SocketChannel connection) throws IOException {
    connection.connect(UnixDomainSocketAddress.of(settings.socket()));
    ByteBuffer line = ByteBuffer.wrap(visit.toLine().getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) {
      connection.write(line);
    }
    connection.shutdownOutput();
    byte[] answer = Channels.newInputStream(connection).readNBytes(1024);
    return new String(answer, StandardCharsets.UTF_8).strip().replaceAll("\\p{Cntrl}", "?");
  }

  private static void close(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      log.warn("A connection to the helper could not be closed: {}", e.toString());
    }
  }

  /** Tells nobody any more. */
  @Override
  public void close() {
    tellers.shutdownNow();
    deadlines.shutdownNow();
  }
}
