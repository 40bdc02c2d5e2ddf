package io.sallyport.bastion.relay;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Refusal;
import io.sallyport.bastion.recording.ChannelRecording;
import io.sallyport.bastion.recording.Program;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.apache.sshd.common.SshConstants;
import org.jspecify.annotations.Nullable;

/**
 * What the client sends on one channel, in its order: requests are understood and judged, and from
 * the moment a program is asked for until its recording is open everything waits here. What waits
 * is bounded by the backend's window.
 *
 * <p>Called on the client's I/O thread, and once on the thread that opened the recording.
 */
final class ClientRequests {

  private final RelayedHop hop;
  private final int number;
  private final SessionRelay relay;
  private final ReplyOrder replies;

  // Guarded by this.
  private final Queue<Message> held = new ArrayDeque<>();
  private boolean holding;
  private boolean started;
  private Program.@Nullable Terminal terminal;

  ClientRequests(RelayedHop hop, int number, SessionRelay relay, ReplyOrder replies) {
    this.hop = hop;
    this.number = number;
    this.relay = relay;
    this.replies = replies;
  }

  /** Takes a message: passes it on, answers it, or keeps it for its turn. */
  synchronized void take(Message message) throws IOException {
    if (holding) {
      held.add(message.copy());
    } else if (message.command() == SshConstants.SSH_MSG_CHANNEL_REQUEST) {
      judge(message);
    } else {
      relay.toBackend(message);
    }
  }

  private void judge(Message message) throws IOException {
    Request request = Request.of(message);
    switch (request.name()) {
      case "pty-req" -> {
        terminal = request.terminal();
        pass(message, request);
      }
      case "window-change" -> {
        resize(request.size());
        pass(message, request);
      }
      case "env" -> passIf(Environment.allows(request.variable()), message, request);
      case "shell", "exec", "subsystem" -> start(message, request);
      case "signal", "break", "eow@openssh.com" -> pass(message, request);
      case "auth-agent-req@openssh.com" -> lend(ChannelKind.AGENT, message, request);
      case "x11-req" -> lend(ChannelKind.X11, message, request);
      default -> refuse(request);
    }
  }

  /** The client lets the backend use something of its own; from now on the backend may ask. */
  private void lend(ChannelKind kind, Message message, Request request) throws IOException {
    Optional<Refusal> refusal = hop.hop().grant().refusal(kind);
    String name = kind == ChannelKind.AGENT ? "agent" : "x11";
    audit(name, Optional.empty(), refusal.isPresent() ? "refused" : "lent", rule(refusal));
    if (refusal.isEmpty()) {
      hop.lent().add(kind);
      pass(message, request);
    } else {
      refuse(request);
    }
  }

  private String rule(Optional<Refusal> refusal) {
    return refusal.map(Refusal::rule).orElseGet(() -> hop.hop().grant().rule());
  }

  private void passIf(boolean allowed, Message message, Request request) throws IOException {
    if (allowed) {
      pass(message, request);
    } else {
      refuse(request);
    }
  }

  private void pass(Message message, Request request) throws IOException {
    if (request.wantReply()) {
      replies.forwarded();
    }
    relay.toBackend(message);
  }

  private void refuse(Request request) throws IOException {
    if (request.wantReply()) {
      relay.refuse(replies.refused());
    }
  }

  private void resize(Program.Size size) {
    ChannelRecording recording = relay.recording();
    if (recording != null) {
      recording.resize(size);
    } else if (terminal != null) {
      terminal = new Program.Terminal(terminal.term(), size);
    }
  }

  private void start(Message message, Request request) throws IOException {
    Program program = request.program(Optional.ofNullable(terminal));
    Optional<Refusal> refusal = refusal(program);
    if (started || refusal.isPresent()) {
      String rule = refusal.map(Refusal::rule).orElse("one program for each channel");
      audit(program, "refused", rule);
      refuse(request);
      return;
    }
    started = true;
    holding = true;
    Message waiting = message.copy();
    Thread.ofVirtual().name("open-recording").start(() -> open(program, waiting, request));
  }

  private Optional<Refusal> refusal(Program program) {
    Grant grant = hop.hop().grant();
    return switch (program) {
      case Program.Shell _ -> grant.refusal(ChannelKind.SHELL);
      case Program.Exec(var command, _) -> grant.commandRefusal(command);
      case Program.Subsystem(var name) -> grant.subsystemRefusal(name);
    };
  }

  /** Opens the recording, and only then lets the program start. */
  private void open(Program program, Message message, Request request) {
    String rule = hop.hop().grant().rule();
    try {
      relay.record(hop.recording().openChannel(number, program));
    } catch (IOException e) {
      audit(program, "not recorded: " + e.getMessage(), rule);
      hop.end(HopEnd.UNRECORDED);
      return;
    }
    audit(program, "started", rule);
    try {
      release(message, request);
    } catch (IOException e) {
      relay.end();
    }
  }

  private synchronized void release(Message message, Request request) throws IOException {
    pass(message, request);
    holding = false;
    for (Message next = held.poll(); next != null; next = held.poll()) {
      take(next);
    }
  }

  private void audit(Program program, String outcome, String rule) {
    audit(kind(program), detail(program), outcome, rule);
  }

  private void audit(String kind, Optional<String> detail, String outcome, String rule) {
    hop.audit(new AuditEvent.Channel(hop.number(), number, kind, detail, outcome, rule));
  }

  private static String kind(Program program) {
    return switch (program) {
      case Program.Shell _ -> "shell";
      case Program.Exec _ -> "exec";
      case Program.Subsystem _ -> "subsystem";
    };
  }

  private static Optional<String> detail(Program program) {
    return switch (program) {
      case Program.Shell _ -> Optional.empty();
      case Program.Exec(var command, _) -> Optional.of(command);
      case Program.Subsystem(var name) -> Optional.of(name);
    };
  }
}
