package io.sallyport.bastion.audit;

import java.util.Optional;

/**
 * One thing that was decided or done in a session.
 *
 * <p>Events hold what an auditor may read: names, fingerprints, reasons; never a credential.
 */
public sealed interface AuditEvent {

  /** The name of the kind of event, as it stands in the audit. */
  String event();

  /** Somebody proved, or failed to prove, who they are. */
  record Authentication(
      String user, String method, String address, String outcome, String reason, int failures)
      implements AuditEvent {
    @Override
    public String event() {
      return "authentication";
    }
  }

  /** The policy or the portal answered whether an identity may reach a destination. */
  record AccessDecision(
      int hop,
      String identity,
      String target,
      String login,
      String outcome,
      String rule,
      String reason)
      implements AuditEvent {
    @Override
    public String event() {
      return "decision";
    }
  }

  /** A hop is up: the backend let it in. */
  record HopStarted(
      int hop, String identity, String target, String login, String jti, String recording)
      implements AuditEvent {
    @Override
    public String event() {
      return "hop-start";
    }
  }

  /** A hop could not be made, although it was granted. */
  record HopFailed(int hop, String identity, String target, String login, String reason)
      implements AuditEvent {
    @Override
    public String event() {
      return "hop-failed";
    }
  }

  /** A hop is over. */
  record HopEnded(int hop) implements AuditEvent {
    @Override
    public String event() {
      return "hop-end";
    }
  }

  /** A channel asked for something to be started, and got it or not. */
  record Channel(
      int hop, int channel, String kind, Optional<String> command, String outcome, String rule)
      implements AuditEvent {
    @Override
    public String event() {
      return "channel";
    }
  }

  /** A recording was opened, closed, or could not be written. */
  record Recording(int hop, String recording, String outcome, String reason) implements AuditEvent {
    @Override
    public String event() {
      return "recording";
    }
  }
}
