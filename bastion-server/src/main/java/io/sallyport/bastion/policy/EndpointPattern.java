package io.sallyport.bastion.policy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which endpoints of forwards a rule allows: {@code host:port}, {@code host:low-high}, {@code
 * host:*}, or the path of a socket. A {@code *} in a host stands for any characters, in a path for
 * any but a slash.
 */
sealed interface EndpointPattern {

  /** Whether the backend may be asked to connect there. */
  boolean allowsConnecting(Endpoint endpoint);

  /** Whether the backend may be asked to listen there. */
  boolean allowsListening(Endpoint endpoint);

  /**
   * The destinations as sshd's {@code permitopen} writes them, which is coarser: at least these,
   * and no ranges of ports. None for a socket, which that option does not know.
   */
  Stream<String> permitOpen();

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is none, with what one looks like
   */
  static EndpointPattern parse(String text) {
    return text.startsWith("/") ? new OfSockets(glob(text, "[^/]*")) : Ports.parse(text);
  }

  private static Pattern glob(String text, String star) {
    return Pattern.compile(
        Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(star)));
  }

  /** Sockets. A path with {@code .} or {@code ..} in it could lead anywhere, and matches none. */
  record OfSockets(Pattern path) implements EndpointPattern {
    private static final Pattern WAY_OUT =
        Pattern.compile(".*/\\.{0,2}(/.*)?|.*\\x00.*", Pattern.DOTALL);

    @Override
    public boolean allowsConnecting(Endpoint endpoint) {
      return endpoint instanceof Endpoint.Socket(String asked)
          && !WAY_OUT.matcher(asked).matches()
          && path.matcher(asked).matches();
    }

    @Override
    public boolean allowsListening(Endpoint endpoint) {
      return allowsConnecting(endpoint);
    }

    @Override
    public Stream<String> permitOpen() {
      return Stream.empty();
    }
  }

  /** TCP ports of hosts. */
  record Ports(String written, Pattern host, int low, int high) implements EndpointPattern {
    private static final Pattern FORM =
        Pattern.compile("(.+):(?:(\\*)|(\\d{1,5})(?:-(\\d{1,5}))?)");
    private static final int LARGEST = 65535;

    /** In no host's name; resolvers may read what stands before it and stop there. */
    private static final Pattern NO_NAME =
        Pattern.compile("[\\s\\p{Cntrl}]", Pattern.UNICODE_CHARACTER_CLASS);

    /** Below it, only root may listen. */
    private static final int UNPRIVILEGED = 1024;

    static Ports parse(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new IllegalArgumentException(
            "`" + text + "` is none of host:port, host:low-high, host:* and /path/of/a/socket");
      }
      boolean all = form.group(2) != null;
      int low = all ? 1 : Integer.parseInt(form.group(3));
      int high = all ? LARGEST : form.group(4) == null ? low : Integer.parseInt(form.group(4));
      if (low < 1 || high > LARGEST || low > high) {
        throw new IllegalArgumentException("`" + text + "` has no ports from 1 to " + LARGEST);
      }
      return new Ports(form.group(1), host(form.group(1)), low, high);
    }

    private static Pattern host(String text) {
      String name =
          text.contains("*") ? text.toLowerCase(Locale.ROOT) : HostSpelling.toConnect(text);
      return glob(name, ".*");
    }

    /** sshd compares hosts letter by letter: this host in the spellings that people use. */
    @Override
    public Stream<String> permitOpen() {
      String port = low == high ? String.valueOf(low) : "*";
      return hosts().distinct().map(host -> host + ":" + port);
    }

    private Stream<String> hosts() {
      if (written.contains("*")) {
        return Stream.of("*");
      }
      String spelled = written.contains(":") ? "[" + bare(written) + "]" : written;
      return HostSpelling.toConnect(written).equals(HostSpelling.LOCALHOST)
          ? Stream.of(spelled, HostSpelling.LOCALHOST, "127.0.0.1", "[::1]")
          : Stream.of(spelled);
    }

    private static String bare(String address) {
      return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
    }

    private boolean isNamed(String asked, String spelled) {
      return !NO_NAME.matcher(asked).find() && host.matcher(spelled).matches();
    }

    @Override
    public boolean allowsConnecting(Endpoint endpoint) {
      return endpoint instanceof Endpoint.Tcp(String asked, int port)
          && isNamed(asked, HostSpelling.toConnect(asked))
          && low <= port
          && port <= high;
    }

    /** Port 0 asks for any unprivileged port, so a range of those must be allowed. */
    @Override
    public boolean allowsListening(Endpoint endpoint) {
      return endpoint instanceof Endpoint.Tcp(String asked, int port)
          && isNamed(asked, HostSpelling.toListen(asked))
          && (port == 0 ? low <= UNPRIVILEGED && high == LARGEST : low <= port && port <= high);
    }
  }
}
