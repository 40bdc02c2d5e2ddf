package io.sallyport.bastion.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class RecordingWriterTest {

  private final BlockingQueue<IOException> failures = new LinkedBlockingQueue<>();
  private final CountDownLatch flushed = new CountDownLatch(1);
  private final CountDownLatch disk = new CountDownLatch(1);
  private final RecordingWriter writer =
      new RecordingWriter("test", flushed::countDown, failures::add);

  @AfterEach
  void letGo() {
    disk.countDown();
  }

  @Test
  void writes_areDoneInTheirOrder_andTheLastOneLast() throws InterruptedException {
    List<Integer> done = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 100; i++) {
      int number = i;
      writer.add(1, () -> done.add(number));
    }
    finish();

    assertThat(done).hasSize(100).isSorted();
  }

  @Test
  void emptyQueue_isFlushed() throws InterruptedException {
    writer.add(1, () -> {});

    assertThat(flushed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void roomWithinTheLimit_isGrantedAtOnce() {
    holdUpTheDisk();
    writer.add(RecordingWriter.BACKLOG_LIMIT, () -> {});

    AtomicBoolean granted = new AtomicBoolean();
    writer.whenRoom(() -> granted.set(true));

    assertThat(granted).isTrue();
  }

  @Test
  void roomBeyondTheLimit_isGrantedWhenTheDiskHasCaughtUp() throws InterruptedException {
    holdUpTheDisk();
    writer.add(RecordingWriter.BACKLOG_LIMIT + 1, () -> {});

    CountDownLatch granted = new CountDownLatch(1);
    writer.whenRoom(granted::countDown);
    assertThat(granted.getCount()).isEqualTo(1);

    disk.countDown();
    assertThat(granted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void firstFailure_isToldOnce_andNothingMoreIsWritten() throws InterruptedException {
    AtomicBoolean later = new AtomicBoolean();
    holdUpTheDisk();
    writer.add(
        1,
        () -> {
          throw new IOException("first");
        });
    writer.add(
        1,
        () -> {
          throw new IOException("second");
        });
    writer.add(1, () -> later.set(true));
    disk.countDown();
    finish();

    assertThat(failures).extracting(IOException::getMessage).containsExactly("first");
    assertThat(later).isFalse();
  }

  @Test
  void failure_letsGoWhoWaitsForRoom() throws InterruptedException {
    holdUpTheDisk();
    writer.add(
        1,
        () -> {
          throw new IOException("disk full");
        });
    writer.add(2 * RecordingWriter.BACKLOG_LIMIT, () -> {});
    CountDownLatch granted = new CountDownLatch(1);
    writer.whenRoom(granted::countDown);
    disk.countDown();

    assertThat(granted.await(10, TimeUnit.SECONDS)).isTrue();
    AtomicBoolean afterwards = new AtomicBoolean();
    writer.whenRoom(() -> afterwards.set(true));
    assertThat(afterwards).isTrue();
  }

  @Test
  void failure_isRememberedForWhoeverOpensMore() throws InterruptedException {
    assertThatCode(writer::requireHealthy).doesNotThrowAnyException();

    writer.add(
        1,
        () -> {
          throw new IOException("disk full");
        });
    assertThat(failures.poll(10, TimeUnit.SECONDS)).hasMessage("disk full");

    assertThatThrownBy(writer::requireHealthy)
        .isInstanceOf(IOException.class)
        .cause()
        .hasMessage("disk full");
  }

  @Test
  void bugInAWrite_isAFailureLikeAnyOther_forItIsNotRecordedEither() throws InterruptedException {
    writer.add(
        1,
        () -> {
          throw new IllegalStateException("a bug");
        });

    assertThat(failures.poll(5, TimeUnit.SECONDS)).isNotNull();
    finish();
  }

  @Test
  void closing_isDoneAlsoAfterAFailure() throws InterruptedException {
    writer.add(
        1,
        () -> {
          throw new IOException("disk full");
        });

    finish();
  }

  private void holdUpTheDisk() {
    writer.add(
        0,
        () -> {
          try {
            disk.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void finish() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    writer.finish(closed::countDown);
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
