package io.sallyport.bastion.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The backends of this bastion, by the name and port that a client asks for. */
public final class Targets {

  private record Key(String name, int port) {}

  private final List<Target> all;
  private final Map<Key, Target> byName;

  /** All targets; their names and ports must differ. */
  public Targets(List<Target> targets) {
    this.all = List.copyOf(targets);
    this.byName =
        targets.stream()
            .collect(Collectors.toMap(t -> key(t.name(), t.port()), Function.identity()));
  }

  /** All of them, in the operator's order. */
  List<Target> all() {
    return all;
  }

  /** The target of this name: case and a trailing dot do not matter, an address is never a name. */
  public Optional<Target> find(String host, int port) {
    return Optional.ofNullable(byName.get(key(host, port)));
  }

  /**
   * The targets whose ssh port this is, as the bastion or as its clients call it: by name, or by an
   * address in whatever spelling. Names that only a backend's resolver knows are not found out.
   */
  List<Target> atSshPort(Endpoint endpoint) {
    return endpoint instanceof Endpoint.Tcp(String host, int port)
        ? byName.values().stream().filter(target -> isSshPort(target, host, port)).toList()
        : List.of();
  }

  private static boolean isSshPort(Target target, String host, int port) {
    String asked = HostSpelling.toConnect(host);
    boolean itsPort = port == target.address().port();
    boolean byName = asked.equals(target.name()) && (itsPort || port == target.port());
    return byName || (asked.equals(HostSpelling.toConnect(target.address().host())) && itsPort);
  }

  private static Key key(String host, int port) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return new Key(name.toLowerCase(Locale.ROOT), port);
  }
}
