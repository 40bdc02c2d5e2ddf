package io.sallyport.bastion.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

final class WritesTest {

  private final Writes writes = new Writes();
  private final ByteBuffer batch = ByteBuffer.allocate(1000);

  @Test
  void many_goOutTogether_inTheirOrder() throws IOException {
    Channel channel = new Channel(Integer.MAX_VALUE);
    List<IoWriteFuture> all = new ArrayList<>();
    for (int i = 100; i < 200; i++) {
      all.add(add("" + i));
    }

    assertThat(writes.flush(channel, batch)).isTrue();
    assertThat(channel.lengths).containsExactly(300);
    assertThat(channel.text()).startsWith("100101102").endsWith("198199");
    assertThat(all).allMatch(IoWriteFuture::isWritten);
    assertThat(writes.pending()).isEmpty();
  }

  @Test
  void moreThanABatch_goesOutInBatches() throws IOException {
    Channel channel = new Channel(Integer.MAX_VALUE);
    IoWriteFuture small = add("x".repeat(999));
    IoWriteFuture large = add("y".repeat(1002));

    assertThat(writes.flush(channel, batch)).isTrue();
    assertThat(channel.lengths).containsExactly(1000, 1000, 1);
    assertThat(channel.text()).isEqualTo("x".repeat(999) + "y".repeat(1002));
    assertThat(small.isWritten()).isTrue();
    assertThat(large.isWritten()).isTrue();
  }

  @Test
  void whatTheSocketDoesNotTake_waits_andIsNotWritten() throws IOException {
    Channel channel = new Channel(5);
    IoWriteFuture first = add("abc");
    IoWriteFuture second = add("def");
    IoWriteFuture third = add("ghi");

    assertThat(writes.flush(channel, batch)).isFalse();
    assertThat(channel.text()).isEqualTo("abcde");
    assertThat(first.isWritten()).isTrue();
    assertThat(second.isDone()).isFalse();
    assertThat(writes.pending()).containsExactly(second, third);

    channel.room = 4;
    assertThat(writes.flush(channel, batch)).isTrue();
    assertThat(channel.text()).isEqualTo("abcdefghi");
    assertThat(third.isWritten()).isTrue();
  }

  @Test
  void socketThatTakesNothing_losesNothing() throws IOException {
    Channel channel = new Channel(0);
    IoWriteFuture only = add("abc");

    assertThat(writes.flush(channel, batch)).isFalse();
    assertThat(only.isDone()).isFalse();
    channel.room = 3;
    assertThat(writes.flush(channel, batch)).isTrue();
    assertThat(channel.text()).isEqualTo("abc");
  }

  @Test
  void nothing_isNotWritten() throws IOException {
    Channel channel = new Channel(0);

    assertThat(writes.flush(channel, batch)).isTrue();
    assertThat(channel.lengths).isEmpty();
  }

  @Test
  void emptyWrite_isWrittenToo() throws IOException {
    IoWriteFuture empty = add("");

    assertThat(writes.flush(new Channel(0), batch)).isTrue();
    assertThat(empty.isWritten()).isTrue();
  }

  @Test
  void failing_tellsAllThatWaits_andOnlyThose() throws IOException {
    Channel channel = new Channel(1);
    IoWriteFuture done = add("a");
    IoWriteFuture lost = add("b");
    assertThat(writes.flush(channel, batch)).isFalse();
    IOException cause = new IOException("gone");
    writes.fail(cause);

    assertThat(done.isWritten()).isTrue();
    assertThat(lost.isWritten()).isFalse();
    assertThat(lost.getException()).isSameAs(cause);
    assertThat(writes.pending()).isEmpty();
  }

  @Test
  void flush_isScheduledOnce_untilItBegins() {
    assertThat(writes.schedule()).isTrue();
    assertThat(writes.schedule()).isFalse();
    writes.flushing();
    assertThat(writes.schedule()).isTrue();
  }

  private IoWriteFuture add(String text) {
    return writes.add("test", new ByteArrayBuffer(text.getBytes(UTF_8)));
  }

  /** A channel that has room for so many bytes, and counts the calls. */
  private static final class Channel implements WritableByteChannel {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> lengths = new ArrayList<>();
    private int room;

    Channel(int room) {
      this.room = room;
    }

    String text() {
      return out.toString(UTF_8);
    }

    @Override
    public int write(ByteBuffer source) {
      byte[] taken = new byte[Math.min(room, source.remaining())];
      source.get(taken);
      out.writeBytes(taken);
      room -= taken.length;
      lengths.add(taken.length);
      return taken.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
