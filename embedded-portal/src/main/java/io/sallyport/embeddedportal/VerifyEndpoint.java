package io.sallyport.embeddedportal;

import io.sallyport.embeddedportal.Redemption.Redeemed;
import io.sallyport.embeddedportal.Redemption.Refused;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /pam/verify}: exchanges a portal token for the person who made it.
 *
 * <p>A token that was presented is used up, whatever the answer. Unknown, used and expired tokens
 * get the same answer.
 */
final class VerifyEndpoint implements Endpoint {
  static final String PATH = "/pam/verify";

  private final Directory directory;
  private final PortalTokens tokens;

  VerifyEndpoint(Directory directory, PortalTokens tokens) {
    this.directory = directory;
    this.tokens = tokens;
  }

  @Override
  public Answer answer(Caller caller, Parameters request) throws BadRequest, SQLException {
    Optional<String> fingerprint = Fingerprint.in(request);
    String token =
        request.text("token").orElseThrow(() -> new BadRequest("token parameter required"));
    return switch (tokens.redeem(token)) {
      case Refused(Redemption.Reason reason) -> invalid("token is " + reason.words());
      case Redeemed(String name) ->
          directory
              .person(name)
              .map(person -> redeemed(person, fingerprint))
              .orElseGet(() -> invalid(name + " is not in portal.yaml any more"));
    };
  }

  private Answer redeemed(Person person, Optional<String> fingerprint) {
    if (fingerprint.isPresent() && !Fingerprint.isWellFormed(fingerprint.get())) {
      return refused(400, Fingerprint.MALFORMED, person.name() + ": malformed fingerprint");
    }
    if (fingerprint.isPresent() && !directory.hasKey(person, fingerprint.get())) {
      return refused(200, Fingerprint.UNKNOWN, person.name() + ": fingerprint not recognized");
    }
    return Answer.ok(
            Map.of(
                "valid", true,
                "user", person.name(),
                "groups", person.groups(),
                "attrs", person.attributes()))
        .noting(person.name() + " redeemed a token");
  }

  private static Answer invalid(String note) {
    return refused(200, "Invalid or expired token", note);
  }

  private static Answer refused(int status, String error, String note) {
    return new Answer(status, Map.of(), Map.of("valid", false, "error", error), note);
  }
}
