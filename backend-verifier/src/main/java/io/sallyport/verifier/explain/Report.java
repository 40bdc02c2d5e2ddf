package io.sallyport.verifier.explain;

import io.sallyport.token.BastionToken;
import io.sallyport.token.Check;
import io.sallyport.token.Explanation;
import io.sallyport.token.Explanation.Failed;
import io.sallyport.token.Explanation.Held;
import io.sallyport.token.Reason;
import io.sallyport.verifier.explain.Explainer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An explanation for people: who the token is about, a line for each check, and what follows. */
record Report(Answer answer, Shown shown, String login, Instant at) {
  private static final int LET_IN = 0;
  private static final int REFUSED = 1;

  Stream<String> lines() {
    Explanation explanation = answer.explanation();
    return Stream.of(
            explanation.signed().stream().flatMap(this::facts),
            explanation.outcomes().entrySet().stream()
                .map(check -> line(check.getKey(), check.getValue())),
            answer.more().stream().map(Report::no),
            explanation.notMade().stream().map(check -> "-    not looked at: " + check),
            Stream.of(verdict()))
        .flatMap(lines -> lines);
  }

  int exitCode() {
    return reasons().isEmpty() ? LET_IN : REFUSED;
  }

  private Stream<String> facts(BastionToken token) {
    return Stream.of(
        "%s, to the login %s on %s, by %s, session %s"
            .formatted(
                token.subject(),
                token.targetLogin().orElse(token.subject()),
                token.targetHost(),
                token.bastionId(),
                token.sessionId().orElse("(unknown)")),
        "token %s of %s, good from %s to %s (%s)"
            .formatted(
                token.id(),
                token.issuer(),
                token.notBefore(),
                token.expiresAt(),
                age(token.expiresAt())));
  }

  private String age(Instant end) {
    Duration left = Duration.between(at, end);
    return left.isPositive() ? words(left) + " left" : words(left.negated()) + " ago";
  }

  private static String words(Duration time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String line(Check check, Explanation.Outcome outcome) {
    return switch (outcome) {
      case Held _ -> "ok   " + check;
      case Failed failed -> no(failed);
    };
  }

  private static String no(Failed failed) {
    return "NO   " + failed.reason().code() + ": " + failed.detail();
  }

  private String verdict() {
    if (!reasons().isEmpty()) {
      return "would be refused: "
          + reasons().stream().map(Reason::code).collect(Collectors.joining(", "));
    }
    return switch (shown) {
      case Shown.Certificate _, Shown.Malformed _ ->
          "would be let in as "
              + login
              + answer.from().map(addresses -> ", from " + addresses + " only").orElse("");
      case Shown.Token _ ->
          "would be let in as " + login + ", in a certificate that it is bound to";
    };
  }

  private List<Reason> reasons() {
    return Stream.concat(
            answer.explanation().reasons().stream(), answer.more().stream().map(Failed::reason))
        .toList();
  }
}
