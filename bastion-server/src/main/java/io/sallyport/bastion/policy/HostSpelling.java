package io.sallyport.bastion.policy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * The one spelling of a host name or address that rules are compared with: whatever resolvers take
 * for the same address, decimal, octal and IPv4-mapped forms too, is spelled the same.
 */
final class HostSpelling {

  static final String LOCALHOST = "localhost";
  static final String EVERY_ADDRESS = "*";

  private HostSpelling() {}

  /** Of a host to connect to. A connection to the unspecified address reaches the host itself. */
  static String toConnect(String host) {
    return spell(host, LOCALHOST);
  }

  /** Of an address to listen on (RFC 4254, section 7.1: the empty one means all). */
  static String toListen(String host) {
    return spell(host, EVERY_ADDRESS);
  }

  private static String spell(String host, String unspecified) {
    if (host.isEmpty() || host.equals("*")) {
      return unspecified;
    }
    String name = strip(host).toLowerCase(Locale.ROOT);
    return literal(name).map(address -> spell(address, unspecified)).orElse(name);
  }

  private static String spell(InetAddress address, String unspecified) {
    if (address.isLoopbackAddress()) {
      return LOCALHOST;
    }
    return address.isAnyLocalAddress() ? unspecified : address.getHostAddress();
  }

  private static String strip(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    return bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
  }

  /** Never asks a resolver. */
  private static Optional<InetAddress> literal(String name) {
    try {
      return Optional.of(
          name.contains(":") ? InetAddress.ofLiteral(name) : Inet4Address.ofPosixLiteral(name));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
