package io.sallyport.bastion.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoSession;
import org.junit.jupiter.api.Test;

/** Listening, connecting, and where connections live. */
final class LoopServicesTest extends WithLoops {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  LoopServicesTest() throws IOException {}

  @Test
  void connection_isMadeAndAccepted_withItsAddresses() throws IOException, InterruptedException {
    Heard accepted = Heard.only();
    InetSocketAddress address = listen(accepted);
    IoSession ours = connected(connector(Heard.only()).connect(address, null, null));
    IoSession theirs = Heard.next(accepted.created);

    assertThat(ours.getRemoteAddress()).isEqualTo(address);
    assertThat(ours.getLocalAddress()).isEqualTo(theirs.getRemoteAddress());
    assertThat(theirs.getAcceptanceAddress()).isEqualTo(address);
    assertThat(theirs.getService().getManagedSessions().values()).containsExactly(theirs);
    assertThat(ours.writeBuffer(text("hello")).verify(LIMIT).isWritten()).isTrue();
    assertThat(accepted.await(5)).asString(UTF_8).isEqualTo("hello");
  }

  @Test
  void whatTheConnectionIsFor_isKnownBeforeItBegins() throws IOException {
    AttributeKey<String> purpose = new AttributeKey<>();
    AttributeRepository context = AttributeRepository.ofKeyValuePair(purpose, "a hop");
    IoConnectFuture future = connector(Heard.only()).connect(listen(Heard.only()), context, null);

    assertThat(connected(future).getAttribute(AttributeRepository.class)).isSameAs(context);
  }

  @Test
  void refusedConnection_failsItsFuture() throws IOException {
    InetSocketAddress nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    Heard heard = Heard.only();
    IoConnectFuture future = connector(heard).connect(nobody, null, null);

    assertThat(future.await(LIMIT)).isTrue();
    assertThat(future.getException()).isInstanceOf(ConnectException.class);
    assertThat(future.isConnected()).isFalse();
    assertThat(heard.created).isEmpty();
  }

  @Test
  void addressThatCannotBeConnectedTo_failsItsFuture() throws IOException {
    var unresolved = InetSocketAddress.createUnresolved("web-01.invalid", 22);
    IoConnectFuture future = connector(Heard.only()).connect(unresolved, null, null);

    assertThat(future.await(LIMIT)).isTrue();
    assertThat(future.getException()).isInstanceOf(UnresolvedAddressException.class);
  }

  @Test
  void boundAddresses_areThoseThatWereTaken_untilTheyAreGivenBack() throws IOException {
    IoAcceptor acceptor = acceptor(Heard.echo());
    acceptor.bind(List.of(ANY_PORT, ANY_PORT));
    var both = List.copyOf(acceptor.getBoundAddresses());
    assertThat(both).hasSize(2).doesNotContain(ANY_PORT);

    acceptor.unbind(both.getFirst());
    assertThat(acceptor.getBoundAddresses()).containsExactly(both.getLast());
    bindSoon(acceptor(Heard.only()), both.getFirst());
    assertThat(echoes((InetSocketAddress) both.getLast())).isTrue();

    acceptor.unbind();
    assertThat(acceptor.getBoundAddresses()).isEmpty();
  }

  @Test
  void portThatWasGivenBack_canBeTakenAgain_andATakenOneCannot() throws IOException {
    IoAcceptor first = acceptor(Heard.only());
    first.bind(ANY_PORT);
    InetSocketAddress taken = (InetSocketAddress) first.getBoundAddresses().iterator().next();
    IoAcceptor second = acceptor(Heard.echo());

    assertThatThrownBy(() -> second.bind(taken)).isInstanceOf(BindException.class);
    assertThat(second.getBoundAddresses()).isEmpty();
    first.unbind(taken);
    bindSoon(second, taken);
    assertThat(echoes(taken)).isTrue();
  }

  @Test
  void closingAnAcceptor_endsItsConnections_andNotThoseOfOthers() throws IOException {
    IoAcceptor acceptor = acceptor(Heard.echo());
    acceptor.bind(ANY_PORT);
    InetSocketAddress address = (InetSocketAddress) acceptor.getBoundAddresses().iterator().next();
    Socket peer = peer(address);
    peer.getOutputStream().write('.');
    assertThat(peer.getInputStream().read()).isEqualTo('.');
    InetSocketAddress other = listen(Heard.echo());

    assertThat(acceptor.close(true).await(LIMIT)).isTrue();
    assertThat(peer.getInputStream().read()).isEqualTo(-1);
    assertThat(echoes(other)).isTrue();
  }

  @Test
  void connectionOpenedHere_isServedWhereItsClientIs() throws Exception {
    BlockingQueue<EventLoops.Place> places = new LinkedBlockingQueue<>();
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    Heard clients =
        new Heard((_, _) -> {
          places.add(EventLoops.here());
          threads.add(Thread.currentThread());
        });
    InetSocketAddress door = listen(clients);
    InetSocketAddress backend = listen(Heard.only());
    List<Thread> used = new ArrayList<>();
    for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
      peer(door).getOutputStream().write('.');
      Heard hop = Heard.only();
      IoConnector connector = connector(hop);
      IoConnectFuture future =
          Heard.next(places).opening(() -> connector.connect(backend, null, null));
      assertThat(connected(future).isOpen()).isTrue();
      Thread thread = Heard.next(threads);
      assertThat(Heard.next(hop.creators)).isSameAs(thread);
      used.add(thread);
    }
    assertThat(used.stream().distinct())
        .hasSize(Runtime.getRuntime().availableProcessors())
        .allMatch(thread -> thread.getName().startsWith("io-"));
  }

  @Test
  void connectionOpenedElsewhere_isServedByALoop() throws Exception {
    Heard heard = Heard.only();
    IoConnector connector = connector(heard);
    InetSocketAddress address = listen(Heard.only());
    IoConnectFuture future =
        EventLoops.here().opening(() -> connector.connect(address, null, null));

    assertThat(connected(future).isOpen()).isTrue();
    assertThat(Heard.next(heard.creators).getName()).startsWith("io-");
  }

  @Test
  void endOfTurn_isAtOnceWhereThereIsNoTurn() {
    List<String> done = new ArrayList<>();
    EventLoops.atEndOfTurn(() -> done.add("now"));

    assertThat(done).containsExactly("now");
  }

  @Test
  void stopping_closesEverything() throws IOException {
    Heard heard = Heard.echo();
    InetSocketAddress address = listen(heard);
    List<Socket> peers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Socket peer = peer(address);
      peer.getOutputStream().write('.');
      assertThat(peer.getInputStream().read()).isEqualTo('.');
      peers.add(peer);
    }
    loops.close();

    for (Socket peer : peers) {
      assertThat(peer.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void stopping_waitsUntilTheThreadsHaveEnded() throws InterruptedException {
    Thread stopping = Thread.currentThread();
    BlockingQueue<Thread> io = new LinkedBlockingQueue<>();
    loops
        .next()
        .execute(() -> {
          io.add(Thread.currentThread());
          while (stopping.isAlive() && stopping.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
        });
    Thread busy = io.take();
    loops.close();

    assertThat(busy.isAlive()).isFalse();
  }

  private static void bindSoon(IoAcceptor acceptor, SocketAddress address) throws IOException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (acceptor.getBoundAddresses().isEmpty()) {
      try {
        acceptor.bind(address);
      } catch (BindException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private boolean echoes(InetSocketAddress address) throws IOException {
    Socket peer = peer(address);
    peer.getOutputStream().write('.');
    return peer.getInputStream().read() == '.';
  }

  private static IoSession connected(IoConnectFuture future) throws IOException {
    assertThat(future.await(LIMIT)).isTrue();
    assertThat(future.isConnected()).as(future.toString()).isTrue();
    return future.getSession();
  }
}
