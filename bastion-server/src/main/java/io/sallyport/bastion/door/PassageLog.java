package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.audit.VouchedBy;
import io.sallyport.bastion.identity.UserName;
import io.sallyport.bastion.recording.HopFacts;
import java.io.IOException;

/** What the audit is told about a passage. */
final class PassageLog {

  private final Audit audit;

  PassageLog(Audit audit) {
    this.audit = audit;
  }

  /** The policy or the portal has spoken; {@code rule} says which, and by what. */
  void decided(HopRequest request, String login, String outcome, String rule, String reason) {
    note(
        request,
        new AuditEvent.AccessDecision(
            request.number(),
            request.identity().name(),
            request.destination(),
            UserName.forLog(login),
            outcome,
            rule,
            reason));
  }

  /** It was granted, and came to nothing. */
  void failed(HopRequest request, String login, String reason) {
    note(
        request,
        new AuditEvent.HopFailed(
            request.number(), request.identity().name(), request.destination(), login, reason));
  }

  /** The target was told of somebody, and knows them. */
  void introduced(HopRequest request, VouchedBy vouchedBy) {
    note(
        request,
        new AuditEvent.Introduced(
            request.number(), request.identity().name(), request.destination(), vouchedBy));
  }

  /** The hop is up and its recording open. */
  void started(HopRequest request, HopFacts facts) {
    String recording = facts.recordingId();
    note(request, new AuditEvent.Recording(request.number(), recording, "opened", ""));
    note(
        request,
        new AuditEvent.HopStarted(
            request.number(),
            facts.identity(),
            facts.target(),
            facts.login(),
            facts.vouchedBy(),
            recording,
            facts.via()));
  }

  /** The recording could not be opened, or not be written any more. */
  void unrecorded(HopRequest request, HopFacts facts, IOException cause) {
    String reason = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    note(
        request, new AuditEvent.Recording(request.number(), facts.recordingId(), "failed", reason));
  }

  private void note(HopRequest request, AuditEvent event) {
    audit.record(request.session(), event);
  }
}
