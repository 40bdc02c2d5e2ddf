package io.sallyport.embeddedportal;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code POST /pam/authorize}: whether somebody may use a service on the caller's servers. */
final class AuthorizeEndpoint implements Endpoint {
  static final String PATH = "/pam/authorize";

  private final Directory directory;
  private final AccessRules rules;
  private final Duration offlineTtl;

  /**
   * By these rules.
   *
   * @param offlineTtl for how long a yes may outlive the portal
   */
  AuthorizeEndpoint(Directory directory, AccessRules rules, Duration offlineTtl) {
    this.directory = directory;
    this.rules = rules;
    this.offlineTtl = offlineTtl;
  }

  @Override
  public Answer answer(Caller caller, Parameters request) throws BadRequest {
    String user = request.text("user").orElseThrow(() -> new BadRequest("Missing user parameter"));
    Optional<String> fingerprint = Fingerprint.in(request);
    if (fingerprint.isPresent() && !Fingerprint.isWellFormed(fingerprint.get())) {
      throw new BadRequest(Fingerprint.MALFORMED);
    }
    Optional<String> claimedGroup = request.text("server_group");
    if (claimedGroup.isPresent() && !claimedGroup.get().equals(caller.group())) {
      return foreignGroup(caller, claimedGroup.get());
    }
    Optional<Service> service = Service.named(request.text("service").orElse("ssh"));
    return directory
        .find(user)
        .map(subject -> decide(caller, subject, service, fingerprint))
        .orElseGet(() -> unknown(user));
  }

  private Answer decide(
      Caller caller, Subject subject, Optional<Service> service, Optional<String> fingerprint) {
    if (fingerprint.isPresent() && !directory.hasKey(subject, fingerprint.get())) {
      return denied(subject, Map.of(), Fingerprint.UNKNOWN);
    }
    if (service.filter(wanted -> rules.allow(caller.group(), wanted, subject)).isEmpty()) {
      return denied(subject, Map.of("groups", subject.groups()), AccessRules.DENIED);
    }
    return allowed(subject, rules.allow(caller.group(), Service.SUDO, subject));
  }

  private Answer allowed(Subject subject, boolean sudo) {
    Map<String, Object> body = new HashMap<>(subject.attributes());
    body.put("authorized", true);
    body.put("user", subject.name());
    body.put("groups", subject.groups());
    body.put("permissions", Map.of("sudo_allowed", sudo));
    body.put("offline", Map.of("enabled", offlineTtl.isPositive(), "ttl", offlineTtl.toSeconds()));
    return Answer.ok(body).noting(subject.name() + " may");
  }

  private static Answer denied(Subject subject, Map<String, ?> more, String reason) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("authorized", false);
    body.put("user", subject.name());
    body.put("reason", reason);
    return Answer.ok(body).noting(subject.name() + ": " + reason);
  }

  /** The log does not repeat the name: people type tokens where names belong. */
  private static Answer unknown(String user) {
    return Answer.ok(Map.of("authorized", false, "user", user, "reason", "User not found"))
        .noting("unknown user");
  }

  /** The enrolled group counts, never the claimed one. */
  private static Answer foreignGroup(Caller caller, String claimed) {
    return Answer.error(
            403,
            "Server '%s' is not authorized for server_group '%s'".formatted(caller.id(), claimed))
        .noting("claims a foreign server group");
  }
}
