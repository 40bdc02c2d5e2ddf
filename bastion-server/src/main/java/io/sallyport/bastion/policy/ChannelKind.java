package io.sallyport.bastion.policy;

/** What can be started or opened in a session, each a right of its own. */
public enum ChannelKind {
  SHELL,
  EXEC,
  SUBSYSTEM,
  /** {@code ssh -L} and {@code -D}: connections that the backend makes for the client. */
  LOCAL_FORWARD,
  /** {@code ssh -R}: connections to the backend that the client answers. */
  REMOTE_FORWARD,
  /** {@code ssh -A}: the backend may use the client's authentication agent. */
  AGENT,
  /** {@code ssh -X}: programs on the backend may draw on the client's display. */
  X11
}
