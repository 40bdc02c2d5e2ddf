package io.sallyport.bastion.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
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

  /**
   * Something that somebody has to look at, every time.
   *
   * @param alarm what it is about: {@code break-glass}
   */
  record Alarm(String alarm, String user, String address, String outcome) implements AuditEvent {
    @Override
    public String event() {
      return "alarm";
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

  /**
   * A hop is up: the backend let it in.
   *
   * @param via the logins and targets on the way, the first that was met first; mostly none
   */
  record HopStarted(
      int hop,
      String identity,
      String target,
      String login,
      @JsonUnwrapped VouchedBy vouchedBy,
      String recording,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> via)
      implements AuditEvent {
    @Override
    public String event() {
      return "hop-start";
    }
  }

  /** Somebody was announced to a backend that makes accounts, and has one there now. */
  record Introduced(int hop, String identity, String target, @JsonUnwrapped VouchedBy vouchedBy)
      implements AuditEvent {
    @Override
    public String event() {
      return "introduction";
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

  /** A hop is over; {@code reason} is there when the bastion has ended it. */
  record HopEnded(int hop, Optional<String> reason) implements AuditEvent {
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

  /**
   * A connection was to be forwarded, and was or not.
   *
   * @param kind {@code local-forward}, {@code remote-forward}, {@code agent} or {@code x11}
   * @param endpoint where the backend was to connect to, or where it listens
   * @param originator whose connection it is, as the side says that asks
   * @param recorded false when it leads to another target's ssh port
   */
  record Forward(
      int hop,
      int channel,
      String kind,
      String endpoint,
      String originator,
      String outcome,
      String rule,
      boolean recorded)
      implements AuditEvent {
    @Override
    public String event() {
      return "forward";
    }
  }

  /** A forwarded connection is over; how many bytes went each way. */
  record ForwardEnded(int hop, int channel, long bytesFromClient, long bytesFromBackend)
      implements AuditEvent {
    @Override
    public String event() {
      return "forward-end";
    }
  }

  /** The client wanted the backend to listen for it, or to end that. */
  record Listening(int hop, String endpoint, String outcome, String rule) implements AuditEvent {
    @Override
    public String event() {
      return "listen";
    }
  }

  /**
   * Something was started on the bastion itself, or has ended there.
   *
   * @param channel the number of the channel in its connection
   * @param command the menu or the command, without its arguments
   */
  record Lobby(int channel, String command, String outcome) implements AuditEvent {
    @Override
    public String event() {
      return "lobby";
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
