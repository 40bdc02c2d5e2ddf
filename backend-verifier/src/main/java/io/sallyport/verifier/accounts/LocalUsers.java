package io.sallyport.verifier.accounts;

import io.sallyport.serviceaccounts.ServiceAccount;
import io.sallyport.serviceaccounts.ServiceAccount.LocalUser;
import io.sallyport.verifier.system.SystemCommand;
import io.sallyport.verifier.system.SystemCommand.Result;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The users of this machine that belong to service accounts: made by {@code useradd} where they are
 * missing, never changed, never removed, for what they own stays theirs.
 */
final class LocalUsers {
  private static final int NOT_FOUND = 2;

  private final Instant now;
  private final List<String> done = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  LocalUsers(Instant now) {
    this.now = now;
  }

  /**
   * Makes those that are missing, of accounts that have not expired.
   *
   * @throws IOException if the system's commands do not work
   */
  void make(List<ServiceAccount> accounts) throws IOException {
    for (ServiceAccount account : accounts) {
      if (account.isGoodAt(now)) {
        make(account);
      }
    }
  }

  /** What was done, a line each. */
  List<String> done() {
    return List.copyOf(done);
  }

  /** What the file says and is not so, a line each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  private void make(ServiceAccount account) throws IOException {
    Optional<String[]> there = entry("passwd", account.name());
    if (there.isPresent()) {
      compare(account, there.get());
      return;
    }
    Result added = SystemCommand.run(useradd(account));
    if (added.ok()) {
      done.add("made " + account.name());
    } else {
      problems.add(account.name() + " could not be made: " + added.output().strip());
    }
  }

  /** The password is none that anybody could type, and yet not what sshd takes for locked. */
  private static String[] useradd(ServiceAccount account) throws IOException {
    LocalUser user = account.localUser();
    List<String> words =
        new ArrayList<>(List.of("useradd", "--password", "*", "--create-home", "--key"));
    words.add("HOME_MODE=0700");
    user.uid().ifPresent(uid -> words.addAll(List.of("--uid", uid.toString())));
    words.addAll(group(account));
    words.addAll(List.of("--comment", user.gecos().orElse("Service account")));
    user.shell().ifPresent(shell -> words.addAll(List.of("--shell", shell)));
    user.home().ifPresent(home -> words.addAll(List.of("--home-dir", home)));
    words.add(account.name());
    return words.toArray(String[]::new);
  }

  /** The group of this number, which is made under the account's name where there is none. */
  private static List<String> group(ServiceAccount account) throws IOException {
    Optional<Integer> gid = account.localUser().gid();
    if (gid.isEmpty()) {
      return List.of("--user-group");
    }
    String number = gid.get().toString();
    if (entry("group", number).isEmpty()) {
      SystemCommand.must("groupadd", "--gid", number, account.name());
    }
    return List.of("--gid", number);
  }

  private void compare(ServiceAccount account, String[] passwd) {
    LocalUser user = account.localUser();
    differs(account, "uid", user.uid().map(String::valueOf), passwd[2]);
    differs(account, "gid", user.gid().map(String::valueOf), passwd[3]);
    differs(account, "gecos", user.gecos(), passwd[4]);
    differs(account, "home", user.home(), passwd[5]);
    differs(account, "shell", user.shell(), passwd[6]);
  }

  private void differs(ServiceAccount account, String key, Optional<String> wanted, String there) {
    wanted
        .filter(value -> !value.equals(there))
        .ifPresent(value ->
            problems.add(
                "%s: the user there has the %s `%s`, the file says `%s`; change one of them"
                    .formatted(account.name(), key, there, value)));
  }

  private static Optional<String[]> entry(String database, String key) throws IOException {
    Result result = SystemCommand.run("getent", database, key);
    if (result.status() == NOT_FOUND) {
      return Optional.empty();
    }
    String[] fields = result.output().strip().split(":", -1);
    if (!result.ok() || fields.length < (database.equals("passwd") ? 7 : 3)) {
      throw new IOException("getent " + database + " " + key + " does not say who that is");
    }
    return Optional.of(fields);
  }
}
