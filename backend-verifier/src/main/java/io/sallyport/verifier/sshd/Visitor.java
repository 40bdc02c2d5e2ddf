package io.sallyport.verifier.sshd;

/**
 * A connection as {@code Match} blocks see it.
 *
 * @param user the login that is asked for
 * @param address from where, an IP address
 * @param port of sshd's, to which the connection was made
 */
public record Visitor(String user, String address, int port) {

  /** In the form of sshd's option {@code -C}. */
  String specification() {
    return "user=%s,host=%s,addr=%s,laddr=127.0.0.1,lport=%d"
        .formatted(user, address, address, port);
  }

  @Override
  public String toString() {
    return user + " from " + address;
  }
}
