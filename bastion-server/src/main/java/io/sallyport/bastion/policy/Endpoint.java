package io.sallyport.bastion.policy;

/** One end of a forward on the backend's side, as the client named it. */
public sealed interface Endpoint {

  /** A TCP port (RFC 4254, section 7). */
  record Tcp(String host, int port) implements Endpoint {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** A Unix-domain socket (OpenSSH's PROTOCOL, section 2.4). */
  record Socket(String path) implements Endpoint {
    @Override
    public String toString() {
      return path;
    }
  }
}
