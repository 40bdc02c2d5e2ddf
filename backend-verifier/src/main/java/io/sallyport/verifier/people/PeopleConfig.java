package io.sallyport.verifier.people;

import io.sallyport.config.Between;
import io.sallyport.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code people.yaml}: which accounts the helper may make, and how.
 *
 * @param way how accounts are made
 * @param dropIns where nss-systemd is to find them: over restarts, or until the next
 * @param uids the numbers of people
 * @param gids the numbers of groups that are made for them
 * @param shell their login shell
 * @param approvedShells those that it may be
 * @param homePrefix the folder of their homes
 * @param approvedHomePrefixes those that it may be
 * @param skeleton what {@code useradd} fills a new home with
 * @param groups the local group for members of a group of the portal's
 * @param removeAfter how long somebody who does not come stays known
 * @param state the helper's own folder
 * @param answers where it writes for sshd's command what came of a visit
 * @param audit the file that gets one line of JSON for each thing it does
 */
record PeopleConfig(
    @Default("auto") Choice way,
    @Default("/etc/userdb") String dropIns,
    @Default("") IdRange uids,
    @Default("") IdRange gids,
    @Default("/bin/bash") String shell,
    @Default(
            "[/bin/bash, /bin/sh, /bin/dash, /bin/zsh, /usr/bin/bash, /usr/bin/zsh, /usr/bin/fish]")
        Set<String> approvedShells,
    @Default("/home") String homePrefix,
    @Default("[/home, /var/home]") Set<String> approvedHomePrefixes,
    @Default("/etc/skel") String skeleton,
    @Default("") Map<String, String> groups,
    @Default("90d") @Between(min = "1d", max = "3650d") Duration removeAfter,
    @Default("/var/lib/sallyport-people") Path state,
    @Default("/run/sallyport-people/answers") Path answers,
    @Default("/var/log/sallyport-people/people.jsonl") Path audit) {

  /** How accounts are made. */
  enum Choice {
    /** By drop-ins where nss-systemd is there, else by {@code useradd}. */
    AUTO,
    /** Files that nss-systemd reads. */
    DROP_IN,
    /** {@code useradd} and {@code userdel}. */
    USERADD
  }

  private static final Set<String> READ_BY_SYSTEMD = Set.of("/etc/userdb", "/run/userdb");
  private static final Pattern GROUP = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

  /** Refuses paths that nobody has approved, and groups that no file may name. */
  PeopleConfig {
    requireOneOf("`drop_ins`", dropIns, READ_BY_SYSTEMD);
    SafePath.require("`shell`", shell);
    requireOneOf("`shell`", shell, approvedShells);
    SafePath.require("`home_prefix`", homePrefix);
    requireOneOf("`home_prefix`", homePrefix, approvedHomePrefixes);
    SafePath.require("`skeleton`", skeleton);
    for (String group : groups.values()) {
      if (!GROUP.matcher(group).matches() || group.equals("root")) {
        throw new IllegalArgumentException(
            "`groups`: " + group + " is no name of a group that people may be in");
      }
    }
  }

  /** The home of somebody. */
  String home(PersonName name) {
    return homePrefix + "/" + name;
  }

  private static void requireOneOf(String what, String value, Set<String> approved) {
    if (!approved.contains(value)) {
      throw new IllegalArgumentException(
          what + " is " + value + ", which is none of " + approved.stream().sorted().toList());
    }
  }
}
