package io.sallyport.bastion.audit;

/** Where events go. */
@FunctionalInterface
public interface Audit {

  /** Takes one event of a session; returns at once, from whatever thread. */
  void record(SessionId session, AuditEvent event);
}
