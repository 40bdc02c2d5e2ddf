package io.sallyport.bastion.door;

import io.sallyport.bastion.audit.Audit;
import io.sallyport.bastion.hop.Hop;
import io.sallyport.bastion.hop.HopConnector;
import io.sallyport.bastion.hop.HopOutcome;
import io.sallyport.bastion.hop.PendingHop;
import io.sallyport.bastion.identity.Identity;
import io.sallyport.bastion.identity.Revalidation;
import io.sallyport.bastion.policy.Grant;
import io.sallyport.bastion.policy.Link;
import io.sallyport.bastion.policy.Policy;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.Targets;
import io.sallyport.bastion.portal.Voucher;
import io.sallyport.bastion.recording.HopFacts;
import io.sallyport.bastion.recording.Recorder;
import io.sallyport.bastion.recording.SessionRecording;
import io.sallyport.bastion.relay.HopEnd;
import io.sallyport.bastion.relay.RelayedHop;
import io.sallyport.bastion.vouching.Credentials;
import io.sallyport.bastion.vouching.Vouching;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way from a request to an open, recorded hop: who it is, policy, portal, introduction,
 * vouching, backend, recording, in this order. Every step may say no, and then nothing of the later
 * ones happens.
 *
 * <p>{@link #knock} runs on I/O threads and only looks things up; {@link #enter} waits and runs on
 * virtual threads.
 */
public final class Passage {

  private final Targets targets;
  private final Policy policy;
  private final Permission permission;
  private final Vouching vouching;
  private final HopConnector connector;
  private final Recorder recorder;
  private final Audit audit;
  private final PassageLog log;
  private final Failures failures;
  private final Introductions introductions;
  private final InstantSource clock;

  public Passage(
      Targets targets,
      Revalidation revalidation,
      Policy policy,
      PortalsWord portal,
      Vouching vouching,
      HopConnector connector,
      Recorder recorder,
      Audit audit,
      InstantSource clock) {
    this.targets = targets;
    this.policy = policy;
    this.vouching = vouching;
    this.connector = connector;
    this.recorder = recorder;
    this.audit = audit;
    this.log = new PassageLog(audit);
    this.permission = new Permission(revalidation, policy, portal, log);
    this.failures = new Failures(log);
    this.introductions = new Introductions(vouching, connector, log, failures, clock);
    this.clock = clock;
  }

  /** Where a passage ends. */
  sealed interface Outcome {
    /**
     * The hop is up.
     *
     * @param allowed false if the portal was down, and earlier tokens had to do
     */
    record Open(RelayedHop hop, boolean allowed) implements Outcome {}

    record Closed(Refused refused) implements Outcome {}
  }

  /** Begins a hop: looks the target up and, if this identity may reach it at all, connects. */
  HopRequest knock(ClientConnection client, String host, int port) {
    Optional<Target> target = targets.find(host, port);
    Optional<PendingHop> pending = connect(target, client.identity());
    return new HopRequest(
        client.id(),
        client.nextHop(),
        client.presence(),
        host,
        port,
        target,
        pending,
        Optional.empty());
  }

  private Optional<PendingHop> connect(Optional<Target> target, Identity identity) {
    return target.flatMap(known -> policy.reachable(identity, known)).map(connector::connect);
  }

  /**
   * Goes the whole way.
   *
   * @param onEnd ends the client's connection when the bastion ends the hop
   * @throws InterruptedException if the thread is interrupted
   */
  Outcome enter(HopRequest knocked, String login, Consumer<Refused> onEnd)
      throws InterruptedException {
    HopRequest request = knocked;
    try {
      Identity identity = permission.revalidate(request, login);
      request = knockAgain(request, identity);
      Grant grant = permission.decide(request, identity, login);
      Optional<Voucher> voucher = permission.authorize(request, grant);
      introductions.introduce(request, grant, voucher);
      Credentials credentials = vouch(request, grant, voucher);
      Hop hop = authenticate(request, grant, credentials);
      return new Outcome.Open(record(request, hop, credentials, onEnd), !credentials.offline());
    } catch (Stop stop) {
      request.pending().ifPresent(PendingHop::abandon);
      return new Outcome.Closed(stop.refused());
    }
  }

  /** Who has come into a group since may knock now. */
  private HopRequest knockAgain(HopRequest request, Identity identity) {
    return request.pending().isPresent()
        ? request
        : request.connecting(connect(request.target(), identity));
  }

  /** Whether a hop may go on; takes as long as the portal does. */
  Holding holds(HopRequest request, Grant grant, boolean wasAllowed) {
    return permission.holds(request, grant, wasAllowed);
  }

  /** How soon that is to be asked again. */
  Duration interval(HopRequest request) {
    return permission.interval(request);
  }

  /** Calls somebody whenever that is to be asked at once; returns what ends that. */
  Runnable whenChanged(HopRequest request, Runnable listener) {
    return permission.whenChanged(request, listener);
  }

  private Credentials vouch(HopRequest request, Grant grant, Optional<Voucher> voucher)
      throws Stop {
    return failures.credentials(request, grant, vouching.vouch(grant, voucher, request.session()));
  }

  private Hop authenticate(HopRequest request, Grant grant, Credentials credentials)
      throws Stop, InterruptedException {
    return switch (request.pending().orElseThrow().authenticate(grant, credentials)) {
      case HopOutcome.Open(var hop) -> hop;
      case HopOutcome.Failed failed -> {
        introductions.doubt(grant);
        throw failures.stop(request, grant, failed);
      }
    };
  }

  private RelayedHop record(
      HopRequest request, Hop hop, Credentials credentials, Consumer<Refused> onEnd) throws Stop {
    HopFacts facts = facts(request, hop.grant(), credentials);
    RelayedHop.Ended ended = reason -> onEnd.accept(Refused.because(reason));
    try {
      SessionRecording recording =
          recorder.open(
              facts,
              cause -> {
                log.unrecorded(request, facts, cause);
                ended.because(HopEnd.UNRECORDED);
              });
      log.started(request, facts);
      return new RelayedHop(request.session(), request.number(), hop, recording, audit, ended);
    } catch (IOException e) {
      hop.close();
      log.unrecorded(request, facts, e);
      throw new Stop(Refused.NOT_RECORDED);
    }
  }

  private HopFacts facts(HopRequest request, Grant grant, Credentials credentials) {
    return new HopFacts(
        request.session(),
        request.number(),
        grant.identity().name(),
        grant.target().toString(),
        grant.login(),
        credentials.vouchedBy(),
        grant.links().stream().map(Link::toString).toList(),
        clock.instant());
  }
}
