package io.sallyport.verifier.doctor;

import io.sallyport.verifier.setup.CommandTest;
import io.sallyport.verifier.sshd.SshdSettings;
import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The verifier that runs: whether sshd's command reaches it, how old its keys are, its clock. */
final class VerifierState {
  /** As far as clocks may differ. */
  private static final Duration SKEW = Duration.ofMinutes(2);

  private final DoctorFacts facts;
  private final InstantSource clock;
  private Optional<CommandTest> command = Optional.empty();

  VerifierState(DoctorFacts facts, InstantSource clock) {
    this.facts = facts;
    this.clock = clock;
  }

  /** Takes note of the command by which sshd asks; one is as good as another. */
  void isAskedBy(SshdSettings settings) {
    if (command.isEmpty()) {
      command = CommandTest.of(settings, facts.audit());
    }
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    try {
      facts
          .verifier()
          .keysConfirmedAt()
          .forEach((issuer, time) -> keys(issuer, time).ifPresent(findings::add));
      command().ifPresent(findings::add);
    } catch (IOException e) {
      findings.add(
          Finding.broken(
              "no-verifier",
              String.valueOf(e.getMessage()),
              "systemctl restart sallyport-verifier"));
    }
    clock().ifPresent(findings::add);
    return findings;
  }

  private Optional<Finding> command() {
    if (command.isEmpty()) {
      return Optional.empty();
    }
    try {
      command.get().perform("root");
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          Finding.broken("command", String.valueOf(e.getMessage()), "do so, and run doctor again"));
    }
  }

  private Optional<Finding> keys(String issuer, Optional<Instant> confirmed) {
    String refresh = "sallyport-verifier refresh --config " + facts.config();
    if (confirmed.isEmpty()) {
      return Optional.of(
          Finding.broken("no-keys", "there are no keys of " + issuer + " yet", refresh));
    }
    Duration age = Duration.between(confirmed.get(), clock.instant());
    Duration limit = facts.maxStale().getOrDefault(issuer, Duration.ofDays(1));
    String text = "the keys of " + issuer + " were last confirmed at " + confirmed.get();
    if (age.compareTo(SKEW.negated()) < 0) {
      return Optional.of(
          Finding.broken("clock", text + ", which is in the future", "timedatectl set-ntp true"));
    }
    if (age.compareTo(limit) > 0) {
      return Optional.of(
          Finding.broken("stale-keys", text + " and are not believed any more", refresh));
    }
    return age.compareTo(limit.dividedBy(2)) > 0
        ? Optional.of(Finding.warning("old-keys", text, refresh))
        : Optional.empty();
  }

  /** Tokens live for minutes, so clocks matter; without systemd nobody here knows. */
  private static Optional<Finding> clock() {
    if (!Files.isDirectory(Path.of("/run/systemd/system"))) {
      return Optional.empty();
    }
    try {
      String said =
          SystemCommand.run("timedatectl", "show", "--property=NTPSynchronized", "--value")
              .output();
      return said.strip().equals("no")
          ? Optional.of(
              Finding.warning("clock", "the clock is not synchronised", "timedatectl set-ntp true"))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
