package io.sallyport.serviceaccounts;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * What a service account may do at most, whatever else allows it. An empty list sets no limit.
 *
 * @param sources the addresses it may log in from
 * @param targets the targets it may reach
 * @param logins the logins it may use there
 * @param commands what it may start there; with any, it may start no shell
 */
public record AccountLimits(
    List<AddressRange> sources,
    List<TargetPattern> targets,
    Set<String> logins,
    List<CommandPattern> commands) {
  private static final AccountLimits NONE =
      new AccountLimits(List.of(), List.of(), Set.of(), List.of());

  /** Keeps copies of the lists. */
  public AccountLimits {
    sources = List.copyOf(sources);
    targets = List.copyOf(targets);
    logins = Set.copyOf(logins);
    commands = List.copyOf(commands);
  }

  /** No limits at all. */
  public static AccountLimits none() {
    return NONE;
  }

  /** Whether it may log in from there. */
  public boolean allowsFrom(InetAddress address) {
    return sources.isEmpty() || sources.stream().anyMatch(range -> range.contains(address));
  }

  /** Whether it may reach the target of this name. */
  public boolean allowsTarget(String name) {
    return targets.isEmpty() || targets.stream().anyMatch(pattern -> pattern.matches(name));
  }

  /** Whether it may use this login there. */
  public boolean allowsLogin(String login) {
    return logins.isEmpty() || logins.contains(login);
  }

  /** Whether it may start an interactive shell. */
  public boolean allowsShell() {
    return commands.isEmpty();
  }

  /** Whether it may start this command, as it is handed to the login's shell. */
  public boolean allowsCommand(String command) {
    return commands.isEmpty() || commands.stream().anyMatch(it -> it.allowsCommand(command));
  }

  /** Whether it may start this subsystem. */
  public boolean allowsSubsystem(String subsystem) {
    return commands.isEmpty() || commands.stream().anyMatch(it -> it.allowsSubsystem(subsystem));
  }

  /** Whether it may start nothing that the other limits forbid, and may start all that they do. */
  public boolean coversCommandsOf(AccountLimits other) {
    return commands.isEmpty()
        || (!other.commands.isEmpty() && commands.containsAll(other.commands));
  }
}
