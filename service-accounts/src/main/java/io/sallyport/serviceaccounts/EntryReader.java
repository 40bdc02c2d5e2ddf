package io.sallyport.serviceaccounts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The reading of {@code key = value} into a section. */
final class EntryReader {
  static final String FINGERPRINT = "key_fingerprint";
  static final String COMMANDS = "commands";
  static final List<String> KEYS =
      List.of(
          FINGERPRINT,
          "expires",
          "source",
          "targets",
          "logins",
          COMMANDS,
          "sudo_allowed",
          "sudo_nopasswd",
          "gecos",
          "shell",
          "home",
          "uid",
          "gid");

  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
  private static final Pattern GECOS = Pattern.compile("[^:\\p{Cntrl}]{1,128}");
  private static final Pattern ID = Pattern.compile("[0-9]{1,5}");
  private static final int LARGEST_ID = 65534;

  private final ApprovedPaths approved;
  private final Notices notices;
  private final Map<String, Section> ownersOfFingerprints = new HashMap<>();

  EntryReader(ApprovedPaths approved, Notices notices) {
    this.approved = approved;
    this.notices = notices;
  }

  /** Reads one of {@link #KEYS}; returns what is wrong with the value. */
  List<String> read(Section section, int line, String key, String value) {
    List<String> faults = new ArrayList<>();
    switch (key) {
      case FINGERPRINT -> fingerprints(section, line, value, faults);
      case "source" -> each(value, faults, text -> section.sources.add(AddressRange.parse(text)));
      case "targets" -> each(value, faults, text -> section.targets.add(new TargetPattern(text)));
      case "logins" -> each(value, faults, text -> section.logins.add(login(text)));
      default -> one(faults, () -> single(section, line, key, value));
    }
    return faults;
  }

  private void single(Section section, int line, String key, String value) {
    switch (key) {
      case "expires" -> {
        section.expires = Optional.of(Moment.parse(value));
        notices.expires(section, line, key, "the account", Moment.parse(value));
      }
      case COMMANDS -> section.commands.add(new CommandPattern(value));
      case "sudo_allowed" -> section.sudoAllowed = isTrue(value);
      case "sudo_nopasswd" -> section.sudoNopasswd = isTrue(value);
      case "gecos" -> section.gecos = Optional.of(gecos(value));
      case "shell" -> section.shell = Optional.of(approved.shell(value));
      case "home" -> section.home = Optional.of(approved.home(value));
      case "uid" -> section.uid = Optional.of(uid(value));
      case "gid" -> section.gid = Optional.of(id(value));
      default -> throw new IllegalStateException(key);
    }
  }

  private void fingerprints(Section section, int line, String value, List<String> faults) {
    each(value, faults, text -> add(section, line, WrittenKey.parse(text)));
  }

  private void add(Section section, int line, AccountKey key) {
    String fingerprint = key.fingerprint();
    Section owner = ownersOfFingerprints.putIfAbsent(fingerprint, section);
    if (owner != null) {
      throw new IllegalArgumentException(
          fingerprint + " is already a key of " + owner.name + "; remove one");
    }
    section.keys.add(key);
    if (key.isMd5()) {
      notices.md5(section, line);
    }
    key.expires()
        .ifPresent(
            end -> notices.expires(section, line, FINGERPRINT, "the key " + fingerprint, end));
  }

  /** Parts separated by commas, each with faults of its own. */
  private static void each(String value, List<String> faults, Consumer<String> part) {
    for (String text : value.split(",", -1)) {
      one(faults, () -> part.accept(text.strip()));
    }
  }

  private static void one(List<String> faults, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException e) {
      faults.add(String.valueOf(e.getMessage()));
    }
  }

  private static String login(String text) {
    if (!LOGIN.matcher(text).matches()) {
      throw new IllegalArgumentException("`" + text + "` is not a login");
    }
    return text;
  }

  private static String gecos(String text) {
    if (!GECOS.matcher(text).matches()) {
      throw new IllegalArgumentException("is not a comment of 1 to 128 characters without colons");
    }
    return text;
  }

  private static boolean isTrue(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("`" + text + "` is neither true nor false");
    };
  }

  private static int uid(String text) {
    int uid = id(text);
    if (uid == 0) {
      throw new IllegalArgumentException(
          "0 would make the account another name of root; choose another, and sudo_allowed for what"
              + " it needs root for");
    }
    return uid;
  }

  private static int id(String text) {
    if (!ID.matcher(text).matches() || Integer.parseInt(text) > LARGEST_ID) {
      throw new IllegalArgumentException("`" + text + "` is not a number from 0 to " + LARGEST_ID);
    }
    return Integer.parseInt(text);
  }
}
