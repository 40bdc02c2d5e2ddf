package io.sallyport.bastion.wire;

import static jdk.net.ExtendedSocketOptions.TCP_QUICKACK;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The option says what Linux does with the next acknowledgement: at once, or with an answer. */
final class PromptAckTest extends WithLoops {

  private final EventLoop loop = loops.next();
  private final ServerSocketChannel listening = ServerSocketChannel.open();
  private final Socket peer;
  private final SocketChannel ours;

  PromptAckTest() throws IOException {
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    peer = peer((InetSocketAddress) listening.getLocalAddress());
    ours = listening.accept();
    ours.configureBlocking(false);
    ours.setOption(TCP_QUICKACK, false);
  }

  @AfterEach
  void stop() throws IOException {
    listening.close();
    ours.close();
  }

  @Test
  void smallMessageWithoutAnAnswer_isAcknowledgedAtOnce() throws IOException, InterruptedException {
    serve(Heard.only(), PromptAck.SMALL);

    assertThat(ours.getOption(TCP_QUICKACK)).isTrue();
  }

  @Test
  void messageWithAnAnswer_isAcknowledgedWithIt() throws IOException, InterruptedException {
    serve(Heard.echo(), PromptAck.SMALL);

    assertThat(ours.getOption(TCP_QUICKACK)).isFalse();
  }

  @Test
  void largerMessage_isLeftToTheKernel() throws IOException, InterruptedException {
    serve(Heard.only(), PromptAck.SMALL + 1);

    assertThat(ours.getOption(TCP_QUICKACK)).isFalse();
  }

  /** A message is there before it is served, so it is read at once; and the turn has ended. */
  private void serve(Heard handler, int length) throws IOException, InterruptedException {
    peer.getOutputStream().write(new byte[length]);
    var service = (LoopService) services.createConnector(handler);
    LoopSession session = service.session(loop, ours, null);
    loop.execute(session::begin);
    assertThat(handler.await(length)).hasSize(length);
    CountDownLatch later = new CountDownLatch(1);
    loop.execute(later::countDown);
    assertThat(later.await(15, TimeUnit.SECONDS)).isTrue();
  }
}
