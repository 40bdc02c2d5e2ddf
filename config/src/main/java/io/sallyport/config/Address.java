package io.sallyport.config;

import java.net.Inet6Address;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a TCP port, written {@code host:port}, an IPv6 address in brackets.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 0 to 65535; 0 asks for any free port where something listens
 */
public record Address(String host, int port) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:\\[(?<ipv6>[^\\[\\]]*:[^\\[\\]]*)]|(?<name>[^:\\[\\]]*)):(?<port>[0-9]{1,5})");

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException when the host is not one, or the port is out of range
   */
  public Address {
    if (!NAME.matcher(host).matches() && !isIpv6(host)) {
      throw new IllegalArgumentException("`" + host + "` is not a host name or IP address");
    }
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
  }

  /**
   * Reads {@code 127.0.0.1:2222}, {@code web-01:22} or {@code [::1]:22}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static Address parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("`" + text + "` is not of the form host:port");
    }
    String host = text.startsWith("[") ? parts.group("ipv6") : parts.group("name");
    return new Address(host, Integer.parseInt(parts.group("port")));
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }

  private static boolean isIpv6(String host) {
    try {
      Inet6Address.ofLiteral(host);
      return !host.startsWith("[");
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
