package io.sallyport.bastion.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Few passwords at a time, and nobody keeps others from theirs. */
@Timeout(60)
final class HashingTest {

  private static final int EAGER = 12;

  private final Hashing hashing = new Hashing();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch work = new CountDownLatch(1);

  @AfterEach
  void close() {
    work.countDown();
    clients.close();
    hashing.close();
  }

  @Test
  void addressThatTriesTooMuchAtOnce_isSentAway_andNobodyElse()
      throws InterruptedException, ExecutionException, UnknownHostException {
    CountDownLatch sentAway = new CountDownLatch(EAGER - Hashing.FROM_AN_ADDRESS);
    List<Future<Optional<String>>> guesses = new ArrayList<>();
    for (int i = 0; i < EAGER; i++) {
      guesses.add(clients.submit(() -> guess("192.0.2.1", sentAway)));
    }
    sentAway.await();
    var other = clients.submit(() -> guess("192.0.2.2", sentAway));
    work.countDown();

    assertThat(other.get()).contains("done");
    int done = 0;
    for (Future<Optional<String>> guess : guesses) {
      done += guess.get().isPresent() ? 1 : 0;
    }
    assertThat(done).isEqualTo(Hashing.FROM_AN_ADDRESS);
    assertThat(guess("192.0.2.1", sentAway)).contains("done");
  }

  private Optional<String> guess(String address, CountDownLatch sentAway)
      throws InterruptedException, UnknownHostException {
    Optional<String> result =
        hashing.run(
            InetAddress.getByName(address),
            () -> {
              work.await();
              return "done";
            });
    if (result.isEmpty()) {
      sentAway.countDown();
    }
    return result;
  }
}
