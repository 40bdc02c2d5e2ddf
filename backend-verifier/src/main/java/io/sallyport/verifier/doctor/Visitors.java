package io.sallyport.verifier.doctor;

import io.sallyport.verifier.sshd.Visitor;
import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * For whom sshd is asked what it would do: every account with a shell, from a bastion, from
 * elsewhere and from here, and whomever a {@code Match} line names.
 *
 * @param accounts those with a shell
 * @param lines of sshd's configuration
 * @param bastions their addresses, also in CIDR form
 */
record Visitors(List<String> accounts, ConfigLines lines, List<String> bastions) {
  /** Of a network that nobody has (RFC 5737). */
  static final String STRANGER = "198.51.100.1";

  private static final int MANY = 64;
  private static final int PORT = 22;

  /** Criteria without patterns, for which there are visitors. */
  private static final Pattern TRIED =
      Pattern.compile(
          "all|((user|group|address|localport)[\\s=]+\"?[A-Za-z0-9_.:/,-]+\"?\\s*)+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CRITERION =
      Pattern.compile("(user|group|address|localport)[\\s=]+(\\S+)", Pattern.CASE_INSENSITIVE);

  /** Those of this machine. */
  static Visitors of(ConfigLines lines, List<String> bastions) throws IOException {
    return new Visitors(accountsWithShell(), lines, bastions);
  }

  /** Root is the first of them. */
  private static List<String> accountsWithShell() throws IOException {
    Stream<String> others =
        entries()
            .filter(fields -> !fields[6].matches(".*/(nologin|false|sync)"))
            .map(fields -> fields[0]);
    return Stream.concat(Stream.of("root"), others).distinct().toList();
  }

  /** The fields of passwd(5). */
  private static Stream<String[]> entries() throws IOException {
    return SystemCommand.run("getent", "passwd")
        .output()
        .lines()
        .map(line -> line.split(":", -1))
        .filter(fields -> fields.length == 7);
  }

  /** Those for whom nobody has asked sshd; what it would do for them only a person can tell. */
  List<Finding> untried() {
    Stream<Finding> matches =
        lines
            .beforeOurs()
            .filter(line -> line.keyword().equals("match"))
            .filter(line -> !TRIED.matcher(line.value()).matches())
            .map(line ->
                Finding.warning(
                    "not-tried",
                    "nobody has tried those of `Match " + line.value() + "` (" + line + ")",
                    "sshd -T -C user=…,host=…,addr=… for one of them"));
    return accounts.size() <= MANY
        ? matches.toList()
        : Stream.concat(matches, Stream.of(tooMany())).toList();
  }

  private Finding tooMany() {
    return Finding.warning(
        "not-tried",
        "there are %d accounts; %d were tried, and those that a Match line names"
            .formatted(accounts.size(), MANY),
        "sshd -T -C user=… for the others, if Match lines tell them apart");
  }

  /** Each visitor once. */
  Set<Visitor> all() throws IOException {
    List<String> usual = new ArrayList<>(List.of(STRANGER, "127.0.0.1"));
    usual.add(bastions.isEmpty() ? "192.0.2.1" : first(bastions.getFirst()));
    Set<Visitor> visitors = new LinkedHashSet<>(product(some(), usual, List.of(PORT)));
    for (ConfigLines.Line match : lines.of("match")) {
      visitors.addAll(named(match.value(), usual));
    }
    return visitors;
  }

  private List<String> some() {
    return accounts.subList(0, Math.min(MANY, accounts.size()));
  }

  private List<Visitor> named(String criteria, List<String> usual) throws IOException {
    List<String> users = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    Matcher matcher = CRITERION.matcher(criteria);
    while (matcher.find()) {
      List<String> values = plain(matcher.group(2));
      switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
        case "user" -> users.addAll(values);
        case "group" -> users.addAll(members(values));
        case "address" -> values.forEach(address -> addresses.add(first(address)));
        default -> values.forEach(port -> ports.add(Integer.parseInt(port)));
      }
    }
    return product(
        users.isEmpty() ? some() : users,
        addresses.isEmpty() ? usual : addresses,
        ports.isEmpty() ? List.of(PORT) : ports);
  }

  /** The values that name one thing, not many. */
  private static List<String> plain(String list) {
    return Stream.of(list.replace("\"", "").split(",", -1))
        .filter(value -> value.matches("[A-Za-z0-9_.:/-]+"))
        .toList();
  }

  /** Those whom the group lists, and those whose own group it is, with or without a shell. */
  private static List<String> members(List<String> groups) throws IOException {
    List<String> members = new ArrayList<>();
    for (String group : groups) {
      String[] fields = SystemCommand.run("getent", "group", group).output().strip().split(":", -1);
      if (fields.length == 4) {
        Stream.of(fields[3].split(",", -1)).filter(name -> !name.isEmpty()).forEach(members::add);
        entries().filter(account -> account[3].equals(fields[2])).forEach(it -> members.add(it[0]));
      }
    }
    return members;
  }

  private static String first(String range) {
    return range.replaceFirst("/.*", "");
  }

  private static List<Visitor> product(
      List<String> users, List<String> addresses, List<Integer> ports) {
    return users.stream()
        .flatMap(user ->
            addresses.stream()
                .flatMap(address -> ports.stream().map(port -> new Visitor(user, address, port))))
        .toList();
  }
}
