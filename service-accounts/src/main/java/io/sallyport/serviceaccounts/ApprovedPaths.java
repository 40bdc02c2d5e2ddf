package io.sallyport.serviceaccounts;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The shells and homes that local users of service accounts may have.
 *
 * @param shells whole paths
 * @param homePrefixes folders below which homes lie
 */
public record ApprovedPaths(Set<String> shells, List<String> homePrefixes) {
  private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_+-][A-Za-z0-9._+-]*)+");

  /** The usual shells, and where homes of people and of services lie. */
  public static final ApprovedPaths DEFAULT =
      new ApprovedPaths(
          Stream.of("/bin/", "/usr/bin/")
              .flatMap(folder ->
                  Stream.of("bash", "sh", "dash", "zsh", "ksh", "fish", "false")
                      .map(folder::concat))
              .collect(Collectors.collectingAndThen(Collectors.toSet(), ApprovedPaths::andNologin)),
          List.of("/home", "/var/home", "/var/lib"));

  private static Set<String> andNologin(Set<String> shells) {
    return Stream.concat(shells.stream(), Stream.of("/sbin/nologin", "/usr/sbin/nologin"))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Refuses what is not an absolute path without surprises in it. */
  public ApprovedPaths {
    Stream.concat(shells.stream(), homePrefixes.stream())
        .filter(path -> !SAFE.matcher(path).matches())
        .findFirst()
        .ifPresent(path -> {
          throw new IllegalArgumentException("`" + path + "` is not a plain absolute path");
        });
    shells = Set.copyOf(shells);
    homePrefixes = List.copyOf(homePrefixes);
  }

  /** The path itself; the exception says what is wrong with it. */
  String shell(String path) {
    requireSafe(path);
    if (!shells.contains(path)) {
      throw new IllegalArgumentException(
          "`"
              + path
              + "` is not an approved shell; approved are "
              + shells.stream().sorted().collect(Collectors.joining(", ")));
    }
    return path;
  }

  /** The path itself; the exception says what is wrong with it. */
  String home(String path) {
    requireSafe(path);
    if (homePrefixes.stream().noneMatch(prefix -> path.startsWith(prefix + "/"))) {
      throw new IllegalArgumentException(
          "`"
              + path
              + "` does not lie below an approved folder: "
              + String.join(", ", homePrefixes));
    }
    return path;
  }

  private static void requireSafe(String path) {
    if (!SAFE.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "`"
              + path
              + "` is not a plain absolute path: no .. or //, nothing but a-z, 0-9 and ._+-");
    }
  }
}
