package io.sallyport.verifier;

import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import io.sallyport.token.Reason;
import io.sallyport.token.RefusedToken;
import io.sallyport.token.TokenVerifier;
import io.sallyport.token.VerifiedIntroduction;
import io.sallyport.verifier.Request.Question;
import io.sallyport.verifier.people.Introductions;
import io.sallyport.verifier.people.Visit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The answers about the one account under which bastions announce people, where the configuration
 * has it so. Whoever asks under it gets nothing else, whatever their token says.
 */
final class Newcomers implements AutoCloseable {
  private final VerifierConfig config;
  private final Optional<Introductions> introductions;
  private final TokenVerifier tokens;
  private final Ledger ledger;

  Newcomers(VerifierConfig config, TokenVerifier tokens, Ledger ledger) {
    this.config = config;
    this.introductions = config.people().map(Introductions::new);
    this.tokens = tokens;
    this.ledger = ledger;
  }

  /** Whether nobody is let in under this login. */
  boolean isFor(String login) {
    return login.equals(BastionToken.INTRODUCTION_LOGIN);
  }

  /** What sshd, or PAM, is to be told; empty when it is nothing. */
  Optional<String> answer(Question question, HopCertificate certificate) {
    if (introductions.isEmpty()) {
      return refuse(question, certificate, notHere());
    }
    return switch (tokens.verifyIntroduction(certificate)) {
      case VerifiedIntroduction verified -> answer(question, certificate, verified);
      case RefusedToken refused -> refuse(question, certificate, refused);
    };
  }

  private Optional<String> answer(
      Question question, HopCertificate certificate, VerifiedIntroduction verified) {
    BastionToken token = verified.token();
    Optional<Visit> visit = Introductions.visit(token);
    if (visit.isEmpty()) {
      return refuse(question, certificate, noName(token));
    }
    ShownToken shown = ShownToken.of(token, config.skew());
    if (!ledger.claims(shown, question.way(), question.connection())) {
      return refuse(question, certificate, Verifier.alreadyUsed(token));
    }
    if (!ledger.records(Decision.introduced(question.login(), certificate, token))) {
      return Optional.empty();
    }
    introductions.orElseThrow().announce(visit.get());
    return Optional.of(line(question, certificate, options(visit.get(), verified)));
  }

  /** Nothing but the program that waits, whatever the certificate permits. */
  private LineOptions options(Visit visit, VerifiedIntroduction verified) {
    return new LineOptions(
        Set.of(),
        List.of(),
        introductions.map(here -> here.command(visit)),
        config.from(verified.token().bastionId()),
        config.expiryTime().of(verified.until()));
  }

  private static String line(Question question, HopCertificate certificate, LineOptions options) {
    return switch (question.way()) {
      case AUTHORIZED_KEYS ->
          "cert-authority,principals=\"%s\",%s %s"
              .formatted(question.login(), options, certificate.authority());
      case AUTHORIZED_PRINCIPALS -> options + " " + question.login();
      case SESSION -> Answers.OK;
    };
  }

  static RefusedToken notHere() {
    return new RefusedToken(
        Reason.NOT_A_PERSON, "nobody is made known on this backend", Optional.empty());
  }

  private static RefusedToken noName(BastionToken token) {
    return new RefusedToken(
        Reason.NOT_A_PERSON,
        "no account that is made here may be called " + token.subject(),
        Optional.of(token));
  }

  private Optional<String> refuse(
      Question question, HopCertificate certificate, RefusedToken refused) {
    var _ = ledger.records(Decision.refused(question.login(), certificate, refused));
    return Optional.empty();
  }

  @Override
  public void close() {
    introductions.ifPresent(Introductions::close);
  }
}
