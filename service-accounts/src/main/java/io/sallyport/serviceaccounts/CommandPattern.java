package io.sallyport.serviceaccounts;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an account may start: a command exactly as it is asked for, {@code subsystem:} and a name,
 * or a command whose last word is {@code *}. That stands for one or more words of letters, digits,
 * spaces and {@code _ @ % + = : , . / -}: of nothing that a shell takes for more than a word, as
 * the login's shell gets to see the whole line.
 */
public record CommandPattern(String text) {
  private static final Pattern FORM = Pattern.compile("[!-~]([ -~]*[!-~])?");
  private static final Pattern SUBSYSTEM = Pattern.compile("subsystem:[A-Za-z0-9@._-]+");
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9 _@%+=:,./-]+");
  private static final String SUBSYSTEM_IS = "subsystem:";
  private static final String ANY_WORDS = " *";

  /** Refuses what could be meant in two ways. */
  public CommandPattern {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("is not a command of visible ASCII characters");
    }
    if (text.startsWith(SUBSYSTEM_IS) && !SUBSYSTEM.matcher(text).matches()) {
      throw new IllegalArgumentException("`" + text + "` does not name one subsystem");
    }
    if (command(text).contains("*")) {
      throw new IllegalArgumentException(
          "has a * that is not its last word, after a blank; only there it stands for arguments");
    }
  }

  private static String command(String text) {
    return text.endsWith(ANY_WORDS) ? text.substring(0, text.length() - ANY_WORDS.length()) : text;
  }

  /**
   * What sshd may run in place of whatever is asked for (authorized_keys, {@code command=}); absent
   * where that would be something else, or could not be written there.
   */
  public Optional<String> alone() {
    if (text.equals(SUBSYSTEM_IS + "sftp")) {
      return Optional.of("internal-sftp");
    }
    return text.endsWith(ANY_WORDS) || text.startsWith(SUBSYSTEM_IS) || text.contains("\\")
        ? Optional.empty()
        : Optional.of(text);
  }

  boolean allowsCommand(String command) {
    if (!text.endsWith(ANY_WORDS)) {
      return !text.startsWith(SUBSYSTEM_IS) && command.equals(text);
    }
    String before = command(text) + " ";
    return command.startsWith(before) && areWords(command.substring(before.length()));
  }

  private static boolean areWords(String text) {
    return WORDS.matcher(text).matches() && !text.isBlank();
  }

  boolean allowsSubsystem(String subsystem) {
    return text.equals(SUBSYSTEM_IS + subsystem);
  }

  @Override
  public String toString() {
    return text;
  }
}
