package io.sallyport.verifier.doctor;

import io.sallyport.verifier.doctor.ConfigLines.Line;
import io.sallyport.verifier.sshd.SshdSettings;
import io.sallyport.verifier.sshd.StrictModes;
import io.sallyport.verifier.sshd.Visitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The accounts that may come in by a key of their own.
 *
 * @param names as the operator gives them, or the set-up wrote them down
 */
record BreakGlassAccounts(List<String> names) {
  private static final String FIX = "sallyport-verifier setup --break-glass %s …";

  /** Those that were named, or else those of the drop-in that the set-up has written. */
  static BreakGlassAccounts of(List<String> named, ConfigLines lines) {
    return new BreakGlassAccounts(
        named.isEmpty()
            ? lines.of("match").stream()
                .filter(Line::isOurs)
                .map(Line::value)
                .filter(value -> value.startsWith("User "))
                .map(value -> value.split(" ", -1)[1])
                .toList()
            : named);
  }

  /** Whether a visitor is one of them, not from anywhere, and sshd has keys for it. */
  boolean include(Visitor visitor, SshdSettings settings) {
    return names.contains(visitor.user())
        && !visitor.address().equals(Visitors.STRANGER)
        && !keys(settings).equals("none");
  }

  /** What is wrong with the file of its keys; sshd would not take it, or others can change it. */
  static Optional<Finding> faultOfKeys(SshdSettings settings, Visitor visitor) {
    String file = keys(settings).replace("%u", visitor.user());
    if (!file.startsWith("/")) {
      return Optional.of(
          Finding.open(
              "break-glass",
              "the keys of " + visitor.user() + " are in " + file + ", which it can change itself",
              FIX.formatted(visitor.user())));
    }
    return StrictModes.faultOf(Path.of(file))
        .map(fault -> Finding.open("break-glass", fault.text(), fault.fix()));
  }

  /** Those for whom sshd has no keys, wherever they come from. */
  List<Finding> without(Set<String> keys) {
    return names.stream()
        .filter(name -> !keys.contains(name))
        .map(name ->
            Finding.broken(
                "break-glass",
                "sshd has no keys of " + name + ": nobody gets in while the verifier is broken",
                FIX.formatted(name)))
        .toList();
  }

  private static String keys(SshdSettings settings) {
    return settings.value("AuthorizedKeysFile").orElse("none");
  }
}
