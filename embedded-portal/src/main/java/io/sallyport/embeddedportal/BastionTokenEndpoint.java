package io.sallyport.embeddedportal;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /pam/bastion-token}: signs for one hop of one bastion.
 *
 * <p>A bastion gets tokens for people who were present lately and for service accounts whose
 * registered key it names, and only where the rules let them in through it: a stolen access token
 * does not make somebody out of everybody.
 */
final class BastionTokenEndpoint implements Endpoint {
  static final String PATH = "/pam/bastion-token";

  private static final String NEVER_SEEN =
      "User has never authenticated on this portal via pam-access";
  private static final String KEY_UNKNOWN = "Service account key is not registered on this portal";

  private final Directory directory;
  private final Presence presence;
  private final AccessRules rules;
  private final HopSigner signer;

  BastionTokenEndpoint(
      Directory directory, Presence presence, AccessRules rules, HopSigner signer) {
    this.directory = directory;
    this.presence = presence;
    this.rules = rules;
    this.signer = signer;
  }

  @Override
  public Answer answer(Caller caller, Parameters request) throws BadRequest, SQLException {
    if (request.flag("probe")) {
      return probe(caller);
    }
    HopRequest hop = HopRequest.parse(request);
    Optional<Subject> subject = directory.find(hop.user());
    return subject.isEmpty()
        ? refused(NEVER_SEEN, "unknown user")
        : decide(caller, subject.get(), hop);
  }

  private static Answer probe(Caller caller) {
    return Answer.ok(
        Map.of("probe", true, "bastion_id", caller.id(), "server_group", caller.group()));
  }

  private Answer decide(Caller caller, Subject subject, HopRequest hop) throws SQLException {
    if (subject instanceof Person && !presence.isRecent(subject.name())) {
      return refused(NEVER_SEEN, subject.name() + " was not seen lately");
    }
    if (subject instanceof Account && !provedKey(subject, hop)) {
      return refused(KEY_UNKNOWN, subject.name() + " without a registered key");
    }
    if (!rules.allow(caller.group(), Service.SSH, subject)) {
      return refused(AccessRules.DENIED, subject.name() + " is denied by rule");
    }
    return signer.sign(caller, subject, hop);
  }

  private boolean provedKey(Subject account, HopRequest hop) {
    return hop.keyFingerprint().filter(proved -> directory.hasKey(account, proved)).isPresent();
  }

  private static Answer refused(String error, String note) {
    return Answer.error(403, error).noting(note);
  }
}
