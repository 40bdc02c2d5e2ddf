package io.sallyport.bastion.relay;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.audit.SessionId;
import io.sallyport.bastion.hop.Hop;
import io.sallyport.bastion.recording.SessionRecording;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;

/** A hop that is ready for channels: it is open, and so is its recording. */
public final class RelayedHop implements AutoCloseable {

  private static final AttributeKey<RelayedHop> KEY = new AttributeKey<>();

  private final SessionId session;
  private final int number;
  private final Hop hop;
  private final SessionRecording recording;
  private final Audit audit;
  private final Ended onEnd;
  private final AtomicInteger channels = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Set<ChannelRelay> relays = ConcurrentHashMap.newKeySet();
  private final Lent lent = new Lent();
  private volatile @Nullable Session client;
  private volatile @Nullable Activity activity;
  private volatile @Nullable HopEnd ending;

  /** Ends the client's connection, because the bastion ends the hop. */
  @FunctionalInterface
  public interface Ended {
    void because(HopEnd reason);
  }

  /**
   * A hop with its recording.
   *
   * @param number the number of the hop in its session, from 1
   */
  public RelayedHop(
      SessionId session,
      int number,
      Hop hop,
      SessionRecording recording,
      Audit audit,
      Ended onEnd) {
    this.session = session;
    this.number = number;
    this.hop = hop;
    this.recording = recording;
    this.audit = audit;
    this.onEnd = onEnd;
  }

  /** From now on this connection of the client may open channels, and the backend to it. */
  public void serve(Session connection, Timers timers) {
    client = connection;
    hop.connection().setAttribute(KEY, this);
    connection.addCloseFutureListener(_ -> close());
    Activity served = new Activity(timers);
    activity = served;
    SessionLimits.watch(this, served, timers);
    ClientHop.of(connection).ready(this);
  }

  /** The hop that this connection to a backend belongs to. */
  static @Nullable RelayedHop of(Session backend) {
    return backend.getAttribute(KEY);
  }

  public Hop hop() {
    return hop;
  }

  Session connection(Side side) {
    Session connection = side == Side.CLIENT ? client : hop.connection();
    if (connection == null) {
      throw new IllegalStateException("The hop serves nobody yet");
    }
    return connection;
  }

  SessionRecording recording() {
    return recording;
  }

  int number() {
    return number;
  }

  Lent lent() {
    return lent;
  }

  void audit(AuditEvent event) {
    audit.record(session, event);
  }

  int nextChannel() {
    return channels.incrementAndGet();
  }

  void began(ChannelRelay relay) {
    relays.add(relay);
  }

  void ended(ChannelRelay relay) {
    relays.remove(relay);
  }

  /** Something moves in this hop. */
  void moved() {
    Activity served = activity;
    if (served != null) {
      served.now();
    }
  }

  /** Says something to everybody who looks at a program of this hop. */
  public void notice(String words) {
    relays.forEach(relay -> {
      if (relay instanceof SessionRelay shown) {
        shown.notice(words);
      }
    });
  }

  /** Ends the hop for a reason of the bastion's own. */
  public void end(HopEnd reason) {
    ending = reason;
    onEnd.because(reason);
  }

  /** Ends the hop and its recording, once. */
  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      relays.forEach(ChannelRelay::end);
      hop.close();
      recording.close();
      audit(new AuditEvent.Recording(number, recording.id(), "closed", ""));
      audit(new AuditEvent.HopEnded(number, Optional.ofNullable(ending).map(HopEnd::reason)));
    }
  }
}
