package io.sallyport.bastion.door;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.lobby.Lobby;
import io.sallyport.bastion.lobby.Reply;
import io.sallyport.bastion.lobby.Size;
import io.sallyport.bastion.lobby.Terminal;
import io.sallyport.bastion.relay.Environment;
import io.sallyport.bastion.relay.RelayedHop;
import io.sallyport.bastion.wire.Wire;
import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * A session channel of the outer door (RFC 4254, section 6): the lobby. No program ever runs; a
 * shell is the menu, a command one of the lobby's own, and everything else is refused.
 *
 * <p>Runs on the I/O thread of the client's connection, until it is joined with a shell on a target
 * by another thread: so every message is taken under one lock.
 */
final class LobbyChannel extends AbstractServerChannel {

  private final Lobbies lobbies;
  private final Outflow outflow = new Outflow(this);
  private volatile Optional<Terminal> terminal = Optional.empty();
  private final Object turn = new Object();
  private volatile Occupant occupant = new Idle(this); // set in turn
  private volatile boolean started;

  // Guarded by turn.
  private final ShellRequests forShell = new ShellRequests();

  private volatile String word = "";
  private volatile String outcome = "closed";

  LobbyChannel(Lobbies lobbies) {
    super(null);
    this.lobbies = lobbies;
    addCloseFutureListener(_ -> gone());
  }

  /** Opens when it is known what the portal says of who is there now. */
  @Override
  protected OpenFuture doInit(Buffer request) {
    OpenFuture opening = new DefaultOpenFuture(this, futureLock);
    lobbies.whenKnown(
        this,
        () -> {
          signalChannelOpenSuccess();
          opening.setOpened();
        });
    return opening;
  }

  Outflow outflow() {
    return outflow;
  }

  @Override
  public void handleRequest(Buffer buffer) throws IOException {
    byte[] whole = buffer.getCompactData();
    synchronized (turn) {
      if (occupant instanceof Aboard aboard && aboard.begun()) {
        aboard.request(whole);
      } else {
        request(buffer, whole);
      }
    }
  }

  private void request(Buffer buffer, byte[] whole) throws IOException {
    String name = buffer.getString();
    boolean wantReply = buffer.getBoolean();
    switch (name) {
      case "pty-req" -> reply(wantReply, seat(buffer, whole));
      case "window-change" -> {
        forShell.resized(whole);
        resize(size(buffer));
        reply(wantReply, true);
      }
      case "env" -> reply(wantReply, keep(buffer.getString(), whole));
      case "shell" -> start(wantReply, "menu", this::converse);
      case "exec" -> {
        String line = buffer.getString();
        start(wantReply, Lobby.word(line), () -> run(line));
      }
      // Says no as a program would: of a request that fails, clients do not say why.
      case "subsystem" ->
          start(
              wantReply,
              "(subsystem)",
              () -> say("", lobbies.lobby().noSubsystem(lobbies.visitor(this)), 1));
      default -> reply(wantReply, false);
    }
  }

  /** What a request sets going. */
  private interface Start {
    void begin() throws IOException;
  }

  private void start(boolean wantReply, String what, Start start) throws IOException {
    if (started) {
      reply(wantReply, false);
      return;
    }
    started = true;
    word = what;
    audit("started");
    reply(wantReply, true);
    start.begin();
  }

  private boolean keep(String variable, byte[] whole) {
    return !started && Environment.allows(variable) && forShell.keep(whole);
  }

  private boolean seat(Buffer request, byte[] whole) {
    if (started || !forShell.keep(whole)) {
      return false;
    }
    terminal = Optional.of(new Terminal(request.getString(), size(request)));
    return true;
  }

  private static Size size(Buffer request) {
    long columns = request.getUInt();
    return Size.claimed(request.getUInt(), columns);
  }

  private void resize(Size size) throws IOException {
    terminal = terminal.map(before -> new Terminal(before.type(), size));
    occupant.resized(size);
  }

  private void converse() throws IOException {
    var dialogue = lobbies.lobby().welcome(lobbies.visitor(this), terminal);
    var conversation = new Conversation(this, dialogue, lobbies.departure());
    occupant = conversation;
    conversation.begin();
  }

  /** From now on this channel belongs to a shell on a target. Any thread. */
  void board(RelayedHop hop, Conversation before) throws IOException {
    synchronized (turn) {
      Aboard aboard = new Aboard(this, hop);
      before.handOver(aboard);
      occupant = aboard;
      if (isClosing()) {
        hop.close();
      } else {
        aboard.begin();
      }
    }
  }

  ShellRequests shellRequests() {
    return forShell;
  }

  private void run(String line) throws IOException {
    switch (lobbies.lobby().run(lobbies.visitor(this), line)) {
      case Reply.Text(var output, var error, var status) -> say(output, error, status);
      case Reply.Carry(var host, var port) -> carry(host, port);
    }
  }

  /** A terminal would change the bytes on their way. */
  private void carry(String host, int port) throws IOException {
    if (terminal.isPresent()) {
      say("", "sallyport: nc carries a connection and takes no terminal; omit -t\n", 2);
    } else {
      Wire wire = lobbies.innerDoor().wire(this, this::carried);
      occupant = new Carried(wire);
      lobbies.innerDoor().enter(wire, ClientConnection.of(getSession()), host, port);
    }
  }

  private void carried() {
    try {
      outflow.finish(0);
    } catch (IOException _) {
      var _ = close(true);
    }
  }

  /** Writes two texts of whole lines, and ends the channel. */
  void say(String output, String error, int status) throws IOException {
    outflow.write(false, lines(output));
    outflow.write(true, lines(error));
    outflow.finish(status);
  }

  private byte[] lines(String text) {
    return (terminal.isPresent() ? text.replace("\n", "\r\n") : text).getBytes(UTF_8);
  }

  /** Everything has been written: tells the exit status, and closes. */
  @Nullable Void end(int status) throws IOException {
    outcome = "status " + status;
    if (isOpen()) {
      var _ = sendEof();
      sendExitStatus(status);
      var _ = close(false);
    }
    return null;
  }

  private void reply(boolean wanted, boolean success) throws IOException {
    if (wanted) {
      byte answer =
          success ? SshConstants.SSH_MSG_CHANNEL_SUCCESS : SshConstants.SSH_MSG_CHANNEL_FAILURE;
      Buffer packet = getSession().createBuffer(answer, Integer.BYTES);
      packet.putUInt(getRecipient());
      var _ = writePacket(packet);
    }
  }

  @Override
  protected void doWriteData(byte[] data, int offset, long length) throws IOException {
    synchronized (turn) {
      occupant.data(data, offset, (int) length);
    }
  }

  @Override
  protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
    getLocalWindow().release(length);
  }

  @Override
  public void handleWindowAdjust(Buffer buffer) throws IOException {
    synchronized (turn) {
      if (occupant instanceof Aboard aboard && aboard.begun()) {
        aboard.windowGrew(buffer.getUInt());
      } else {
        super.handleWindowAdjust(buffer);
        outflow.flush();
        occupant.windowGrew();
      }
    }
  }

  @Override
  public void handleEof() throws IOException {
    super.handleEof();
    synchronized (turn) {
      occupant.hungUp();
    }
  }

  private void gone() {
    occupant.gone();
    if (started) {
      audit(outcome);
    }
  }

  private void audit(String what) {
    lobbies.audit(this, new AuditEvent.Lobby((int) getChannelId(), word, what));
  }
}
