package io.sallyport.bastion.relay;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.policy.Endpoint;
import io.sallyport.bastion.policy.Refusal;
import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.future.GlobalRequestFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * The wish of a client that the backend listens for it, or ends that: {@code ssh -R}.
 *
 * @param request the name of the global request
 */
record ListenRequest(String request, Endpoint endpoint) {

  static ListenRequest read(String request, Buffer buffer) {
    Endpoint endpoint =
        request.contains("tcpip")
            ? new Endpoint.Tcp(buffer.getString(), buffer.getInt())
            : new Endpoint.Socket(buffer.getString());
    return new ListenRequest(request, endpoint);
  }

  /** Asks the backend to listen, if the grant allows it. */
  void begin(RelayedHop hop, GlobalReplies.Reply reply) {
    Optional<Refusal> refusal = hop.hop().grant().listenRefusal(endpoint);
    if (refusal.isPresent()) {
      audit(hop, endpoint, "refused", refusal.get().rule());
      reply.failure();
    } else {
      ask(hop, reply);
    }
  }

  /** What was never allowed cannot be cancelled either; the backend knows what it listens on. */
  void cancel(RelayedHop hop, GlobalReplies.Reply reply) {
    ask(hop, reply);
  }

  private void ask(RelayedHop hop, GlobalReplies.Reply reply) {
    try {
      Session backend = hop.connection(Side.BACKEND);
      GlobalRequestFuture.ReplyHandler answered =
          (command, answer) -> answered(hop, reply, command, answer);
      var _ =
          ThreadUtils.runAsInternal(
              packet(backend), packet -> backend.request(packet, request, answered));
    } catch (IOException _) {
      reply.failure();
    }
  }

  private Buffer packet(Session backend) {
    Buffer packet = backend.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST);
    packet.putString(request);
    packet.putBoolean(true);
    switch (endpoint) {
      case Endpoint.Tcp(String host, int port) -> {
        packet.putString(host);
        packet.putInt(port);
      }
      case Endpoint.Socket(String path) -> packet.putString(path);
    }
    return packet;
  }

  private void answered(RelayedHop hop, GlobalReplies.Reply reply, int command, Buffer answer) {
    if (command != SshConstants.SSH_MSG_REQUEST_SUCCESS) {
      audit(hop, endpoint, "failed", hop.hop().grant().rule());
      reply.failure();
      return;
    }
    byte[] specifics = answer.getCompactData();
    if (request.startsWith("cancel-")) {
      hop.lent().remove(endpoint);
      audit(hop, endpoint, "ended", hop.hop().grant().rule());
    } else {
      Endpoint taken = taken(answer);
      hop.lent().add(taken);
      audit(hop, taken, "listening", hop.hop().grant().rule());
    }
    reply.success(specifics);
  }

  /** A backend that was asked for port 0 says which one it took. */
  private Endpoint taken(Buffer answer) {
    return endpoint instanceof Endpoint.Tcp(String host, int port) && port == 0
        ? new Endpoint.Tcp(host, answer.getInt())
        : endpoint;
  }

  private static void audit(RelayedHop hop, Endpoint endpoint, String outcome, String rule) {
    hop.audit(new AuditEvent.Listening(hop.number(), endpoint.toString(), outcome, rule));
  }
}
