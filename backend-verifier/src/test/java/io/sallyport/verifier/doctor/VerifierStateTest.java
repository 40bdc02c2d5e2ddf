package io.sallyport.verifier.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerifierStateTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String ISSUER = "https://portal.example.com/";
  private static final Path CONFIG = Path.of("/etc/sallyport-verifier/verifier.yaml");

  @ParameterizedTest(name = "confirmed {0} s ago, believed for 100 s: {1}")
  @CsvSource({
    "-121, BROKEN clock",
    "-120, ",
    "0, ",
    "50, ",
    "51, WARNING old-keys",
    "100, WARNING old-keys",
    "101, BROKEN stale-keys"
  })
  void age_of_keys_decides(long age, String expected) {
    Finding[] found =
        findings(() -> Map.of(ISSUER, Optional.of(NOW.minusSeconds(age)))).toArray(Finding[]::new);

    assertThat(found)
        .extracting(finding -> finding.severity() + " " + finding.code())
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void keys_that_never_came_are_fetched_by_hand() {
    assertThat(findings(() -> Map.of(ISSUER, Optional.empty())))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("no-keys");
          assertThat(finding.fix()).isEqualTo("sallyport-verifier refresh --config " + CONFIG);
        });
  }

  @Test
  void verifier_that_does_not_answer_is_named() {
    List<Finding> found =
        findings(() -> {
          throw new IOException("nobody listens on the socket");
        });

    assertThat(found)
        .singleElement()
        .hasToString(
            "BROKEN  no-verifier: nobody listens on the socket%n        fix: systemctl restart sallyport-verifier"
                .formatted());
  }

  /** But for what only systemd knows, where there is one. */
  private static List<Finding> findings(DoctorFacts.Running verifier) {
    DoctorFacts facts =
        new DoctorFacts(
            CONFIG,
            Path.of("/nonexistent"),
            List.of(),
            Map.of(ISSUER, Duration.ofSeconds(100)),
            verifier);
    return new VerifierState(facts, InstantSource.fixed(NOW))
        .findings().stream()
            .filter(finding -> !finding.text().equals("the clock is not synchronised"))
            .toList();
  }
}
