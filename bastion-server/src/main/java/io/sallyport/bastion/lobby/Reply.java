package io.sallyport.bastion.lobby;

/** The answer to a command. */
public sealed interface Reply {

  /** Texts, each of whole lines, for standard output and standard error, and the exit status. */
  record Text(String output, String error, int status) implements Reply {}

  /** The channel is to carry another ssh connection, to this host. */
  record Carry(String host, int port) implements Reply {}
}
