package io.sallyport.verifier.doctor;

import io.sallyport.verifier.doctor.ConfigLines.Line;
import io.sallyport.verifier.sshd.SshdSettings;
import io.sallyport.verifier.sshd.StrictModes;
import io.sallyport.verifier.sshd.Visitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The accounts that may come in by a key of their own.
 *
 * @param names as the operator gives them, or the set-up wrote them down
 */
record BreakGlassAccounts(List<String> names) {
  private static final String DROP_IN = "00-sallyport.conf";

  /** Those that were named, or else those of the drop-in that the set-up has written. */
  static BreakGlassAccounts of(List<String> named, ConfigLines lines) {
    return new BreakGlassAccounts(
        named.isEmpty()
            ? lines.of("match").stream()
                .filter(line -> line.file().endsWith(DROP_IN))
                .map(Line::value)
                .filter(value -> value.startsWith("User "))
                .map(value -> value.split(" ", -1)[1])
                .toList()
            : named);
  }

  /** Whether a visitor is one of them, and not from anywhere. */
  boolean include(Visitor visitor) {
    return names.contains(visitor.user()) && !visitor.address().equals(Visitors.STRANGER);
  }

  /** What is wrong with the file of its keys; sshd would not take it, or others can change it. */
  Optional<Finding> faultOfKeys(SshdSettings settings, Visitor visitor) {
    String file = settings.value("authorizedkeysfile").orElse("none").replace("%u", visitor.user());
    if (file.equals("none")) {
      return Optional.of(
          Finding.broken(
              "break-glass",
              visitor.user() + " has no keys here: nobody gets in while the verifier is broken",
              "sallyport-verifier setup --break-glass " + visitor.user() + " …"));
    }
    if (!file.startsWith("/")) {
      return Optional.of(
          Finding.open(
              "break-glass",
              "the keys of " + visitor.user() + " are in " + file + ", which it can change itself",
              "sallyport-verifier setup --break-glass " + visitor.user() + " …"));
    }
    return StrictModes.faultOf(Path.of(file))
        .map(fault -> Finding.open("break-glass", fault.text(), fault.fix()));
  }
}
