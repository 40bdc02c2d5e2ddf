package io.sallyport.verifier.doctor;

import io.sallyport.verifier.sshd.Sshd;
import io.sallyport.verifier.sshd.SshdSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The ways into an sshd that the verifier is not asked about, as its settings show them. */
final class SideDoors {
  private static final List<Method> METHODS =
      List.of(
          new Method("passwords", "PasswordAuthentication", "password"),
          new Method(
              "keyboard-interactive", "KbdInteractiveAuthentication", "keyboard-interactive"),
          new Method("host-based", "HostbasedAuthentication", "hostbased"),
          new Method("gssapi", "GSSAPIAuthentication", "gssapi-with-mic"),
          new Method("kerberos", "KerberosAuthentication", "password"));

  private static final String KEYS_COMMAND = "sallyport-authorized-keys";
  private static final String PRINCIPALS_COMMAND = "sallyport-authorized-principals";

  /** A way to log in besides public keys, with its name in AuthenticationMethods. */
  private record Method(String code, String keyword, String name) {}

  private final SshdSettings settings;
  private final List<Finding> findings = new ArrayList<>();

  private SideDoors(SshdSettings settings) {
    this.settings = settings;
  }

  /** All of them for a visitor who may come in by the verifier alone. */
  static List<Finding> of(SshdSettings settings) {
    SideDoors doors = new SideDoors(settings);
    doors.besidesKeys();
    doors.keysFile();
    doors.asked();
    return doors.findings;
  }

  /** All of them for a visitor who may come in by a key of their own. */
  static List<Finding> ofBreakGlass(SshdSettings settings) {
    SideDoors doors = new SideDoors(settings);
    doors.besidesKeys();
    return doors.findings;
  }

  private void besidesKeys() {
    methods();
    keysCommand();
    authority();
    environment();
  }

  private void methods() {
    METHODS.stream()
        .filter(method -> settings.is(method.keyword(), "yes") && suffices(method.name()))
        .map(method ->
            Finding.open(
                method.code(),
                method.keyword() + " lets in without a token",
                method.keyword() + " no"))
        .forEach(findings::add);
  }

  /** Whether AuthenticationMethods lets in by a method without a public key. */
  private boolean suffices(String method) {
    return settings
        .value("AuthenticationMethods")
        .map(lists ->
            lists.equals("any")
                || Stream.of(lists.split(" ", -1))
                    .map(list -> List.of(list.split(",", -1)))
                    .anyMatch(list ->
                        list.stream().noneMatch(one -> one.startsWith("publickey"))
                            && list.stream().anyMatch(one -> one.startsWith(method))))
        .orElse(true);
  }

  private void keysFile() {
    String files = value("AuthorizedKeysFile");
    if (!files.equals("none")) {
      findings.add(
          Finding.open(
              "authorized-keys",
              "keys in " + files + " let in without a token",
              "AuthorizedKeysFile none"));
    }
  }

  private void keysCommand() {
    String command = value("AuthorizedKeysCommand");
    if (!command.equals("none") && !runs(command, KEYS_COMMAND)) {
      findings.add(
          Finding.open(
              "other-command",
              "keys that " + command.split(" ", 2)[0] + " prints let in without a token",
              "AuthorizedKeysCommand …/" + KEYS_COMMAND + " %u %t %k; or see that it prints none"));
    }
  }

  /** Whether it is a program of this name that runs, with whatever words. */
  private static boolean runs(String command, String program) {
    return command.split(" ", 2)[0].endsWith("/" + program);
  }

  /** Whether it also has what the verifier is asked with: login, type and key. */
  private static boolean asks(String command, String program) {
    return runs(command, program) && command.matches("\\S+ %u %t %k( \\S+)?");
  }

  private void authority() {
    String authorities = value("TrustedUserCAKeys");
    if (authorities.equals("none")) {
      return;
    }
    String file = value("AuthorizedPrincipalsFile");
    String command = value("AuthorizedPrincipalsCommand");
    boolean asksNobody = command.equals("none") && file.equals("none");
    boolean asksAnother = !command.equals("none") && !runs(command, PRINCIPALS_COMMAND);
    if (asksNobody || asksAnother) {
      findings.add(
          Finding.open(
              "trusted-authority",
              "sshd believes the authorities in " + authorities + " without asking the verifier",
              "TrustedUserCAKeys none; or AuthorizedPrincipalsCommand …/"
                  + PRINCIPALS_COMMAND
                  + " %u %t %k, before any `AuthorizedKeysCommand none`"));
    }
    if (!file.equals("none") && !file.equals(Sshd.NO_FILE)) {
      findings.add(principalsFile("principals in " + file + " let in without a token"));
    }
  }

  /** What gives a name to whom an authority has certified. */
  static Finding principalsFile(String text) {
    return Finding.open("principals-file", text, "AuthorizedPrincipalsFile " + Sshd.NO_FILE);
  }

  private void environment() {
    if (!value("PermitUserEnvironment", "no").equals("no")) {
      findings.add(
          Finding.open(
              "user-environment",
              "~/.ssh/environment is read, by which somebody gets around a forced command",
              "PermitUserEnvironment no"));
    }
    if (settings.is("PermitEmptyPasswords", "yes")) {
      findings.add(
          Finding.open(
              "empty-passwords",
              "an account without a password is open",
              "PermitEmptyPasswords no"));
    }
  }

  private void asked() {
    boolean byKeys = asks(value("AuthorizedKeysCommand"), KEYS_COMMAND);
    boolean byPrincipals =
        !value("TrustedUserCAKeys").equals("none")
            && asks(value("AuthorizedPrincipalsCommand"), PRINCIPALS_COMMAND);
    if (!(byKeys || byPrincipals) || settings.is("PubkeyAuthentication", "no")) {
      findings.add(
          Finding.broken(
              "not-asked",
              "sshd does not ask the verifier, so nobody comes in by the bastion",
              "sallyport-verifier setup"));
    }
    String user = value(byKeys ? "AuthorizedKeysCommandUser" : "AuthorizedPrincipalsCommandUser");
    if (byKeys || byPrincipals) {
      commandUser(user);
    }
  }

  private void commandUser(String user) {
    if (user.equals("root") || user.equals("sallyport-verifier")) {
      findings.add(
          Finding.warning(
              "command-user",
              "sshd runs the verifier's command as "
                  + user
                  + "; it needs an account that can do nothing else",
              "AuthorizedKeysCommandUser sallyport-keys"));
    }
  }

  private String value(String keyword) {
    return value(keyword, "none");
  }

  private String value(String keyword, String otherwise) {
    return settings.value(keyword).orElse(otherwise);
  }
}
