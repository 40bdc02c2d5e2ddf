package io.sallyport.bastion.relay;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.hop.Hop;
import io.sallyport.bastion.recording.SessionRecording;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A hop that is ready for channels: it is open, and so is its recording. */
public final class RelayedHop implements AutoCloseable {

  private final SessionId session;
  private final int number;
  private final Hop hop;
  private final SessionRecording recording;
  private final Audit audit;
  private final Runnable onUnrecorded;
  private final AtomicInteger channels = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A hop with its recording.
   *
   * @param number the number of the hop in its session, from 1
   * @param onUnrecorded ends the session when something cannot be recorded
   */
  public RelayedHop(
      SessionId session,
      int number,
      Hop hop,
      SessionRecording recording,
      Audit audit,
      Runnable onUnrecorded) {
    this.session = session;
    this.number = number;
    this.hop = hop;
    this.recording = recording;
    this.audit = audit;
    this.onUnrecorded = onUnrecorded;
  }

  public Hop hop() {
    return hop;
  }

  SessionRecording recording() {
    return recording;
  }

  int number() {
    return number;
  }

  void audit(AuditEvent event) {
    audit.record(session, event);
  }

  int nextChannel() {
    return channels.incrementAndGet();
  }

  void endUnrecorded() {
    onUnrecorded.run();
  }

  /** Ends the hop and its recording, once. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      hop.close();
      recording.close();
      audit(new AuditEvent.Recording(number, recording.id(), "closed", ""));
      audit(new AuditEvent.HopEnded(number));
    }
  }
}
