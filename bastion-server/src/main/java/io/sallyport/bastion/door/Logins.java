package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.gate.FailedLogins;
import io.sallyport.bastion.identity.Authentication;
import io.sallyport.bastion.identity.UserName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from every attempt to authenticate at the outer door: it is counted, audited and
 * logged with its reason, and the connection learns who is there. The client learns yes or no.
 */
final class Logins {

  private static final Logger log = LoggerFactory.getLogger(Logins.class);

  private final FailedLogins failedLogins;
  private final Audit audit;

  Logins(FailedLogins failedLogins, Audit audit) {
    this.failedLogins = failedLogins;
    this.audit = audit;
  }

  /** Notes the outcome; returns whether the client is let in. */
  boolean conclude(
      ClientConnection connection, String user, String method, Authentication outcome) {
    return switch (outcome) {
      case Authentication.Authenticated(var presence) -> {
        failedLogins.succeeded(connection.address());
        connection.authenticated(presence, method);
        note(connection, user, method, "authenticated", "", 0);
        yield true;
      }
      case Authentication.Rejected(var reason) ->
          refuse(connection, user, method, "rejected", reason);
      case Authentication.Lapsed(var reason) ->
          refuse(connection, user, method, "rejected", reason);
      case Authentication.Unavailable(var reason, _) ->
          refuse(connection, user, method, "unavailable", reason);
    };
  }

  /** Somebody has tried to break the glass: whoever watches over the bastion has to know. */
  void alarm(ClientConnection connection, String user, Authentication outcome) {
    String name = UserName.forLog(OuterUser.of(user).name());
    String address = connection.address().getHostAddress();
    boolean broken = outcome instanceof Authentication.Authenticated;
    String what = broken ? "has broken the glass" : "has failed to break the glass";
    log.error("ALARM {} {} from {} {}", connection.id(), name, address, what);
    audit.record(
        connection.id(),
        new AuditEvent.Alarm("break-glass", name, address, broken ? "broken" : "failed"));
  }

  private boolean refuse(
      ClientConnection connection, String user, String method, String outcome, String reason) {
    int failures = failedLogins.failed(connection.address());
    note(connection, user, method, outcome, reason, failures);
    return false;
  }

  private void note(
      ClientConnection connection,
      String user,
      String method,
      String outcome,
      String reason,
      int failures) {
    String name = UserName.forLog(OuterUser.of(user).name());
    String address = connection.address().getHostAddress();
    log.info("{} {} from {} by {}: {} {}", connection.id(), name, address, method, outcome, reason);
    audit.record(
        connection.id(),
        new AuditEvent.Authentication(name, method, address, outcome, reason, failures));
  }
}
