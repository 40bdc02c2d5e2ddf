package io.sallyport.bastion.relay;

import io.sallyport.bastion.recording.Exit;
import io.sallyport.bastion.recording.Program;
import java.util.Optional;
import org.apache.sshd.common.util.buffer.Buffer;

/** A channel request (RFC 4254, section 5.4), read as far as the bastion must understand it. */
record Request(String name, boolean wantReply, Buffer rest) {

  static Request of(Message message) {
    Buffer reader = message.reader();
    return new Request(reader.getString(), reader.getBoolean(), reader);
  }

  /** {@code pty-req}. */
  Program.Terminal terminal() {
    return new Program.Terminal(rest.getString(), size());
  }

  /** {@code window-change}, and the middle of {@code pty-req}. */
  Program.Size size() {
    return new Program.Size(rest.getInt(), rest.getInt());
  }

  /** The name of the variable in {@code env}. */
  String variable() {
    return rest.getString();
  }

  /** {@code shell}, {@code exec} and {@code subsystem}. */
  Program program(Optional<Program.Terminal> terminal) {
    return switch (name) {
      case "shell" -> new Program.Shell(terminal);
      case "exec" -> new Program.Exec(rest.getString(), terminal);
      case "subsystem" -> new Program.Subsystem(rest.getString());
      default -> throw new IllegalArgumentException(name + " starts no program");
    };
  }

  /** {@code exit-status} and {@code exit-signal}; other requests are no exit. */
  Optional<Exit> exit() {
    return switch (name) {
      case "exit-status" -> Optional.of(new Exit.Status(rest.getInt()));
      case "exit-signal" -> Optional.of(new Exit.Signal(rest.getString()));
      default -> Optional.empty();
    };
  }
}
