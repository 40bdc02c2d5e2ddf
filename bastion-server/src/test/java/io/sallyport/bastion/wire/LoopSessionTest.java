package io.sallyport.bastion.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

final class LoopSessionTest extends WithLoops {

  private static final int PIECE = 64 * 1024;

  private final Heard heard = Heard.only();

  LoopSessionTest() throws IOException {}

  @Test
  void whatIsWritten_arrivesInItsOrder() throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    IoSession session = sessionOf(peer, heard);
    StringBuilder expected = new StringBuilder();
    IoWriteFuture last = session.writeBuffer(text(""));
    for (int i = 0; i < 5000; i++) {
      expected.append(i).append(' ');
      last = session.writeBuffer(text(i + " "));
    }

    assertThat(read(peer, expected.length())).isEqualTo(expected.toString());
    last.verify(LIMIT);
    assertThat(last.isWritten()).isTrue();
  }

  @Test
  void whatOneMessageBringsAbout_isNotWrittenBeforeItIsHandled()
      throws IOException, InterruptedException {
    BlockingQueue<Boolean> early = new LinkedBlockingQueue<>();
    Heard handler =
        new Heard((session, _) -> {
          List<IoWriteFuture> answers =
              IntStream.range(10, 60).mapToObj(i -> write(session, "" + i)).toList();
          early.add(answers.stream().anyMatch(IoWriteFuture::isDone));
        });
    Socket peer = peer(listen(handler));
    peer.getOutputStream().write('?');

    assertThat(Heard.next(early)).isFalse();
    assertThat(read(peer, 100)).startsWith("101112").endsWith("5859");
  }

  @Test
  void readerThatDoesNotRead_losesNothing_andIsNotSaidToHaveIt()
      throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    byte[] much = random(TOO_MUCH);
    List<IoWriteFuture> all = write(sessionOf(peer, heard), much);

    all.getFirst().verify(LIMIT);
    assertThat(all.getLast().isDone()).isFalse();
    assertThat(peer.getInputStream().readNBytes(TOO_MUCH)).isEqualTo(much);
    all.getLast().verify(LIMIT);
    assertThat(all).allMatch(IoWriteFuture::isWritten);
  }

  @Test
  void readerThatDoesNotRead_holdsUpNobodyElse() throws IOException, InterruptedException {
    InetSocketAddress address = listen(Heard.echo());
    for (int i = 0; i < 4; i++) {
      assertThat(write(sessionOf(peer(listen(heard)), heard), random(TOO_MUCH))).isNotEmpty();
    }

    Socket other = peer(address);
    other.getOutputStream().write("hello".getBytes(UTF_8));
    assertThat(read(other, 5)).isEqualTo("hello");
  }

  @Test
  void closingInGoodOrder_writesEverythingFirst() throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    IoSession session = sessionOf(peer, heard);
    byte[] much = random(TOO_MUCH);
    List<IoWriteFuture> all = write(session, much);
    CloseFuture closing = session.close(false);

    assertThat(closing.isClosed()).isFalse();
    assertThat(peer.getInputStream().readAllBytes()).isEqualTo(much);
    assertThat(all).allMatch(IoWriteFuture::isWritten);
    assertThat(Heard.next(heard.closed)).isSameAs(session);
  }

  @Test
  void closingAtOnce_stillWritesWhatTheSocketTakes() throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    IoSession session = sessionOf(peer, heard);
    IoWriteFuture last = session.writeBuffer(text("goodbye"));
    assertThat(session.close(true).isClosed()).isTrue();

    assertThat(new String(peer.getInputStream().readAllBytes(), UTF_8)).isEqualTo("goodbye");
    last.verify(LIMIT);
  }

  @Test
  void closingAtOnce_givesUpOnWhatTheSocketDoesNotTake() throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    IoSession session = sessionOf(peer, heard);
    List<IoWriteFuture> all = write(session, random(TOO_MUCH));
    var _ = session.close(true);

    assertThat(all.getLast().await(LIMIT)).isTrue();
    assertThat(all.getLast().isWritten()).isFalse();
    assertThat(all.getLast().getException()).isNotNull();
    assertThat(peer.getInputStream().readAllBytes().length).isLessThan(TOO_MUCH);
  }

  @Test
  void writingAfterTheEnd_fails() throws IOException, InterruptedException {
    IoSession session = sessionOf(peer(listen(heard)), heard);
    var _ = session.close(true);

    IoWriteFuture late = session.writeBuffer(text("late"));
    assertThat(late.isWritten()).isFalse();
    assertThat(late.getException()).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void peersEnd_endsTheSession_once() throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    IoSession session = sessionOf(peer, heard);
    peer.close();

    assertThat(Heard.next(heard.closed)).isSameAs(session);
    assertThat(session.isClosed()).isTrue();
    assertThat(session.close(true).isClosed()).isTrue();
    assertThat(heard.closed).isEmpty();
    assertThat(heard.caught).isEmpty();
    assertThat(session.getService().getManagedSessions()).isEmpty();
  }

  @Test
  void peersReset_isAFailure_andEndsTheSession_once() throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    IoSession session = sessionOf(peer, heard);
    peer.setSoLinger(true, 0);
    peer.close();

    assertThat(Heard.next(heard.closed)).isSameAs(session);
    assertThat(Heard.next(heard.caught)).isInstanceOf(IOException.class);
    assertThat(heard.closed).isEmpty();
    assertThat(heard.caught).isEmpty();
  }

  @Test
  void handlerThatFails_endsItsSession_andNoOther() throws IOException, InterruptedException {
    Heard handler =
        new Heard((session, bytes) -> {
          if (bytes[0] == '!') {
            throw new IllegalStateException("of the test");
          }
          var _ = session.writeBuffer(new ByteArrayBuffer(bytes));
        });
    InetSocketAddress address = listen(handler);
    List<Socket> others = new ArrayList<>();
    for (int i = 0; i < 3 * Runtime.getRuntime().availableProcessors(); i++) {
      others.add(peer(address));
    }
    Socket bad = peer(address);
    bad.getOutputStream().write("!".getBytes(UTF_8));

    assertThat(bad.getInputStream().read()).isEqualTo(-1);
    assertThat(Heard.next(handler.caught)).hasMessage("of the test");
    for (Socket other : others) {
      other.getOutputStream().write('.');
      assertThat(other.getInputStream().read()).isEqualTo('.');
    }
    assertThat(handler.closed).hasSize(1);
  }

  @Test
  void muchThatComes_isHandedOnInSmallPieces() throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    byte[] much = random(4 * EventLoop.BATCH + 1);
    peer.getOutputStream().write(much);

    assertThat(heard.await(much.length)).isEqualTo(much);
    assertThat(heard.lengths()).allMatch(length -> length <= 32 * 1024);
  }

  @Test
  void oneWriteLargerThanABatch_arrivesWhole() throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    byte[] large = random(3 * EventLoop.BATCH + 1);
    IoWriteFuture written = sessionOf(peer, heard).writeBuffer(new ByteArrayBuffer(large));

    assertThat(peer.getInputStream().readNBytes(large.length)).isEqualTo(large);
    written.verify(LIMIT);
  }

  @Test
  void halfClose_comesAfterWhatWasWritten_andLeavesTheOtherHalf()
      throws IOException, InterruptedException {
    Socket peer = peer(listen(heard));
    IoSession session = sessionOf(peer, heard);
    byte[] much = random(TOO_MUCH);
    assertThat(write(session, much)).isNotEmpty();
    session.shutdownOutputStream();

    assertThat(peer.getInputStream().readAllBytes()).isEqualTo(much);
    peer.getOutputStream().write("still".getBytes(UTF_8));
    assertThat(heard.await(5)).asString(UTF_8).isEqualTo("still");
  }

  private static IoWriteFuture write(IoSession session, String text) {
    try {
      return session.writeBuffer(text(text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<IoWriteFuture> write(IoSession session, byte[] much) throws IOException {
    List<IoWriteFuture> all = new ArrayList<>();
    for (int offset = 0; offset < much.length; offset += PIECE) {
      all.add(session.writeBuffer(new ByteArrayBuffer(much, offset, PIECE)));
    }
    return all;
  }
}
