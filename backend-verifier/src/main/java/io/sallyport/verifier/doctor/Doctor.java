package io.sallyport.verifier.doctor;

import io.sallyport.verifier.doctor.ConfigLines.Line;
import io.sallyport.verifier.sshd.Sshd;
import io.sallyport.verifier.sshd.SshdSettings;
import io.sallyport.verifier.sshd.StrictModes;
import io.sallyport.verifier.sshd.Visitor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One examination of this machine: its sshd for every visitor, the files that it goes by, and the
 * verifier.
 */
final class Doctor {
  private static final String DROP_IN = "00-sallyport.conf";

  private final Sshd sshd;
  private final DoctorFacts facts;
  private final List<String> breakGlass;
  private final VerifierState verifier;

  Doctor(Sshd sshd, DoctorFacts facts, List<String> breakGlass, VerifierState verifier) {
    this.sshd = sshd;
    this.facts = facts;
    this.breakGlass = breakGlass;
    this.verifier = verifier;
  }

  /** All that is not as it should be, the worst first. */
  List<Finding> examine() throws IOException {
    List<Finding> findings = new ArrayList<>();
    ConfigLines lines = ConfigLines.of(sshd.config());
    try {
      sshd.requireValid();
      findings.addAll(doors(lines));
    } catch (IOException e) {
      findings.add(
          Finding.broken(
              "configuration", String.valueOf(e.getMessage()), "mend that line, then: sshd -t"));
    }
    earlierDropIns(lines).forEach(findings::add);
    modes(lines).forEach(findings::add);
    findings.addAll(verifier.findings());
    return findings.stream()
        .sorted((one, other) -> one.severity().compareTo(other.severity()))
        .toList();
  }

  /** What is found for many visitors is one finding, which names one of them. */
  private List<Finding> doors(ConfigLines lines) throws IOException {
    BreakGlassAccounts accounts = BreakGlassAccounts.of(breakGlass, lines);
    Map<Finding, List<Visitor>> found = new LinkedHashMap<>();
    var visitors = new Visitors(Visitors.accountsWithShell(), lines, facts.bastionAddresses());
    for (Visitor visitor : visitors.all()) {
      SshdSettings settings = sshd.settings(visitor);
      boolean own = accounts.include(visitor);
      Stream<Finding> fault = own ? accounts.faultOfKeys(settings, visitor).stream() : Stream.of();
      Stream.concat(SideDoors.of(settings, own).stream(), fault)
          .map(finding -> located(finding, settings, lines))
          .forEach(finding -> found.computeIfAbsent(finding, _ -> new ArrayList<>()).add(visitor));
      verifier.isAskedBy(settings);
    }
    return found.entrySet().stream()
        .map(entry -> entry.getKey().with(inWords(entry.getValue())))
        .toList();
  }

  private static Finding located(Finding finding, SshdSettings settings, ConfigLines lines) {
    String keyword = finding.fix().split(" ", 2)[0].toLowerCase(Locale.ROOT);
    Optional<Line> line = settings.value(keyword).flatMap(value -> lines.first(keyword, value));
    return line.map(place -> finding.with(place.toString())).orElse(finding);
  }

  private static String inWords(List<Visitor> visitors) {
    int others = visitors.size() - 1;
    return visitors.getFirst() + (others == 0 ? "" : " and " + others + " more");
  }

  /** Of each keyword sshd takes the first line that it finds. */
  private static Stream<Finding> earlierDropIns(ConfigLines lines) {
    List<Path> files = lines.files();
    Optional<Path> ours = files.stream().filter(file -> file.endsWith(DROP_IN)).findFirst();
    if (ours.isEmpty()) {
      return Stream.of();
    }
    List<String> keywords =
        lines.all().stream()
            .filter(line -> line.file().equals(ours.get()))
            .map(Line::keyword)
            .filter(keyword -> !keyword.equals("match"))
            .toList();
    return lines.all().stream()
        .takeWhile(line -> !line.file().equals(ours.get()))
        .filter(line -> keywords.contains(line.keyword()))
        .map(line ->
            Finding.warning(
                "earlier-drop-in",
                line + " sets " + line.keyword() + " before " + ours.get() + " does",
                "remove that line, or give the file a name that sorts after " + DROP_IN));
  }

  /** Who can change what sshd goes by lets in whom they like. */
  private Stream<Finding> modes(ConfigLines lines) {
    Stream<Path> authorities =
        lines.of("trustedusercakeys").stream()
            .map(Line::value)
            .filter(value -> value.startsWith("/"))
            .map(Path::of);
    return Stream.of(
            lines.files().stream(), authorities, Stream.of(facts.config().toAbsolutePath()))
        .flatMap(files -> files)
        .distinct()
        .flatMap(file -> StrictModes.faultOf(file).stream())
        .distinct()
        .map(fault ->
            Finding.open(
                "modes", fault.text() + ", and sshd or the verifier goes by it", fault.fix()));
  }
}
