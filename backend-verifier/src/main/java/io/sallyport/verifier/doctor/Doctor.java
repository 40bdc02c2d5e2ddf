package io.sallyport.verifier.doctor;

import io.sallyport.verifier.doctor.ConfigLines.Line;
import io.sallyport.verifier.sshd.Sshd;
import io.sallyport.verifier.sshd.SshdSettings;
import io.sallyport.verifier.sshd.StrictModes;
import io.sallyport.verifier.sshd.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One examination of this machine: its sshd for every visitor, the files that it goes by, and the
 * verifier.
 */
final class Doctor {
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
    filesCalledNone(lines).forEach(findings::add);
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
    var visitors = Visitors.of(lines, facts.bastionAddresses());
    Map<Finding, List<Visitor>> found = new LinkedHashMap<>();
    Set<String> withKeys = new HashSet<>();
    for (Visitor visitor : visitors.all()) {
      SshdSettings settings = sshd.settings(visitor);
      verifier.isAskedBy(settings);
      List<Finding> open = new ArrayList<>();
      if (accounts.include(visitor, settings)) {
        withKeys.add(visitor.user());
        open.addAll(SideDoors.ofBreakGlass(settings));
        BreakGlassAccounts.faultOfKeys(settings, visitor).ifPresent(open::add);
      } else {
        open.addAll(SideDoors.of(settings));
      }
      open.stream()
          .map(finding -> located(finding, settings, lines))
          .forEach(finding -> found.computeIfAbsent(finding, _ -> new ArrayList<>()).add(visitor));
    }
    Stream<Finding> named =
        found.entrySet().stream().map(door -> door.getKey().with(inWords(door.getValue())));
    return Stream.of(named, accounts.without(withKeys).stream(), visitors.untried().stream())
        .flatMap(findings -> findings)
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

  /** What {@code sshd -T} does not tell: {@code none} in a Match block is a file. */
  private static Stream<Finding> filesCalledNone(ConfigLines lines) {
    if (lines.of("trustedusercakeys").stream().allMatch(line -> line.value().equals("none"))) {
      return Stream.of();
    }
    return lines.of("authorizedprincipalsfile").stream()
        .filter(line -> line.conditional() && line.value().equals("none"))
        .map(line -> SideDoors.principalsFile("in a Match block sshd reads ~/none: " + line));
  }

  /** Of each keyword sshd takes the first line that it finds, Match blocks before all others. */
  private static Stream<Finding> earlierDropIns(ConfigLines lines) {
    List<Line> ours = lines.all().stream().filter(Line::isOurs).toList();
    return lines
        .beforeOurs()
        .filter(line -> !line.keyword().equals("match"))
        .filter(line -> ours.stream().anyMatch(line::winsOver))
        .map(line ->
            Finding.warning(
                "earlier-drop-in",
                line + " sets " + line.keyword() + " before " + Sshd.DROP_IN + " does",
                "remove that line, or give the file a name that sorts after " + Sshd.DROP_IN));
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
        .filter(Files::exists)
        .distinct()
        .flatMap(file -> StrictModes.faultOf(file).stream())
        .distinct()
        .map(fault ->
            Finding.open(
                "modes", fault.text() + ", and sshd or the verifier goes by it", fault.fix()));
  }
}
