package io.sallyport.bastion.admin;

import io.sallyport.bastion.Settings;
import io.sallyport.bastion.door.Banner;
import io.sallyport.bastion.policy.PolicyFile.PolicyRule;
import io.sallyport.config.Outline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the files say that a configuration names. What comes in no order is a set. */
record Effect(
    Optional<String> bannerText,
    List<PolicyRule> rules,
    Set<AccountEffect> serviceAccounts,
    Set<HostKeyLine> knownHosts) {

  /** The outline of a configuration with all its files; their names are as seen from its folder. */
  static Outline of(Settings settings, Path file) throws IOException {
    Path folder = file.toAbsolutePath().resolveSibling("");
    Effect named =
        new Effect(
            settings.banner().map(Banner::toString),
            settings.policy().rules(),
            settings.serviceAccounts().all().stream()
                .map(AccountEffect::of)
                .collect(Collectors.toCollection(LinkedHashSet::new)),
            hostKeys(settings.config().knownHosts()));
    return Outline.of(settings.config(), folder).and(Outline.of(named, folder));
  }

  private static Set<HostKeyLine> hostKeys(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(HostKeyLine::of)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
