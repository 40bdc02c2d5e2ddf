package io.sallyport.verifier;

/**
 * A right that an {@code authorized_keys} line gives back after its {@code restrict} (sshd(8)), and
 * the extension of certificates that asks for it (OpenSSH's PROTOCOL.certkeys). Other extensions,
 * such as {@code permit-user-rc}, have none.
 */
public enum Permit {
  PTY("permit-pty", "pty"),
  PORT_FORWARDING("permit-port-forwarding", "port-forwarding"),
  AGENT_FORWARDING("permit-agent-forwarding", "agent-forwarding"),
  X11_FORWARDING("permit-X11-forwarding", "x11-forwarding");

  private final String extension;
  private final String option;

  Permit(String extension, String option) {
    this.extension = extension;
    this.option = option;
  }

  String extension() {
    return extension;
  }

  String option() {
    return option;
  }
}
