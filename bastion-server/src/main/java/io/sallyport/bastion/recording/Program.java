package io.sallyport.bastion.recording;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** What runs at the backend's end of a session channel. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Program.Shell.class, name = "shell"),
  @JsonSubTypes.Type(value = Program.Exec.class, name = "exec"),
  @JsonSubTypes.Type(value = Program.Subsystem.class, name = "subsystem"),
})
public sealed interface Program {

  /** A terminal's size, in characters. */
  record Size(int columns, int rows) {}

  /** A pseudo-terminal: its type ({@code TERM}) and first size. */
  record Terminal(String term, Size size) {}

  /** The account's shell. */
  record Shell(Optional<Terminal> terminal) implements Program {}

  /** A command. */
  record Exec(String command, Optional<Terminal> terminal) implements Program {}

  /** A subsystem, for example {@code sftp}. */
  record Subsystem(String name) implements Program {}
}
