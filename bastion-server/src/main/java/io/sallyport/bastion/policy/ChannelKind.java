package io.sallyport.bastion.policy;

/** What can be started on a session channel, each a right of its own. */
public enum ChannelKind {
  SHELL,
  EXEC,
  SUBSYSTEM
}
