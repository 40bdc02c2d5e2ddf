package io.sallyport.verifier.setup;

import io.sallyport.verifier.sshd.Sshd;
import io.sallyport.verifier.sshd.SshdSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lines for {@code sshd_config.d} that leave no way in but the verifier's, and the break-glass
 * account's.
 *
 * @param command by which sshd asks
 * @param breakGlass absent: nobody comes in without the verifier
 * @param exempt addresses that sshd is never to shut out; empty where sshd shuts nobody out
 */
record DropIn(VerifierCommand command, Optional<BreakGlass> breakGlass, List<String> exempt) {

  private static final String HEAD =
      """
      # Written by `sallyport-verifier setup`. Of each keyword sshd takes the first line that it finds, in Match
      # blocks, too: this file has to be read before all others.
      """;

  /** The text, where keys of authorities and of the break-glass account are in this folder. */
  String text(Path folder) {
    StringBuilder text = new StringBuilder(HEAD).append("PermitUserEnvironment no\n");
    if (!exempt.isEmpty()) {
      text.append("PerSourcePenaltyExemptList ").append(String.join(",", exempt)).append('\n');
    }
    breakGlass.ifPresent(account ->
        text.append("\nMatch User ")
            .append(account.account())
            .append(" Address ")
            .append(account.from())
            .append('\n')
            .append(lines(forBreakGlass(folder))));
    return text.append(
            "\n# Match blocks win over what stands outside of them, so this is one.\nMatch all\n")
        .append(lines(forAll(folder)))
        .toString();
  }

  private static String lines(Map<String, String> settings) {
    StringBuilder lines = new StringBuilder();
    settings.forEach((keyword, value) -> lines.append("    " + keyword + ' ' + value + '\n'));
    return lines.toString();
  }

  /** The file of the break-glass account's keys. */
  static Path breakGlassKeys(Path folder) {
    return folder.resolve("sallyport-break-glass.pub");
  }

  /** The file of the authorities that sshd believes, if it does. */
  static Path authorities(Path folder) {
    return folder.resolve("sallyport-hop-ca.pub");
  }

  private Map<String, String> forBreakGlass(Path folder) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("AuthorizedKeysFile", breakGlassKeys(folder).toString());
    if (command.way() == Way.KEYS) {
      settings.put("AuthorizedKeysCommand", "none");
    } else {
      settings.put("TrustedUserCAKeys", "none");
    }
    return settings;
  }

  private Map<String, String> forAll(Path folder) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("PubkeyAuthentication", "yes");
    settings.put("AuthenticationMethods", "publickey");
    for (String other : List.of("Password", "KbdInteractive", "Hostbased", "GSSAPI", "Kerberos")) {
      settings.put(other + "Authentication", "no");
    }
    settings.put("PermitEmptyPasswords", "no");
    settings.put("AuthorizedKeysFile", "none");
    settings.put("AuthorizedPrincipalsFile", Sshd.NO_FILE);
    if (command.way() == Way.KEYS) {
      settings.put("TrustedUserCAKeys", "none");
      settings.put("AuthorizedKeysCommand", command.line());
      settings.put("AuthorizedKeysCommandUser", command.user());
    } else {
      settings.put("TrustedUserCAKeys", authorities(folder).toString());
      settings.put("AuthorizedPrincipalsCommand", command.line());
      settings.put("AuthorizedPrincipalsCommandUser", command.user());
    }
    return settings;
  }

  /** The first line of it that does not hold for an ordinary connection; empty: all do. */
  Optional<String> unmetBy(SshdSettings settings, Path folder) {
    return unmet(forAll(folder), settings);
  }

  /** The same for the break-glass account, from where it may come. */
  Optional<String> unmetForBreakGlassBy(SshdSettings settings, Path folder) {
    Map<String, String> all = forAll(folder);
    all.putAll(forBreakGlass(folder));
    return unmet(all, settings);
  }

  /** What sshd does not print it was not built with. */
  private static Optional<String> unmet(Map<String, String> wanted, SshdSettings settings) {
    return wanted.entrySet().stream()
        .filter(line ->
            settings
                .value(line.getKey())
                .filter(value -> !value.equals(line.getValue()))
                .isPresent())
        .map(line -> line.getKey() + ' ' + line.getValue())
        .findFirst();
  }
}
