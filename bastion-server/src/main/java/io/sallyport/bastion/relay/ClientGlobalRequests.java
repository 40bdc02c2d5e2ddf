package io.sallyport.bastion.relay;

import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;

/**
 * The global requests of clients (RFC 4254, sections 4 and 7.1; OpenSSH's PROTOCOL). To listen is
 * for the backend; what nobody knows, a keepalive too, is answered as failed.
 */
public final class ClientGlobalRequests implements RequestHandler<ConnectionService> {

  @Override
  public Result process(
      ConnectionService service, String request, boolean wantReply, Buffer buffer) {
    Session client = service.getSession();
    var reply = GlobalReplies.of(client).expect(wantReply);
    try {
      answer(ClientHop.of(client), request, buffer, reply);
    } catch (BufferException _) {
      reply.failure();
    }
    return Result.Replied;
  }

  private static void answer(
      ClientHop hop, String request, Buffer buffer, GlobalReplies.Reply reply) {
    switch (request) {
      case "tcpip-forward", "streamlocal-forward@openssh.com" -> {
        ListenRequest asked = ListenRequest.read(request, buffer);
        hop.whenReady(ready -> asked.begin(ready, reply), reply::failure);
      }
      case "cancel-tcpip-forward", "cancel-streamlocal-forward@openssh.com" -> {
        ListenRequest asked = ListenRequest.read(request, buffer);
        hop.whenReady(ready -> asked.cancel(ready, reply), reply::failure);
      }
      case "no-more-sessions@openssh.com" -> {
        hop.noMoreSessions();
        reply.success(new byte[0]);
      }
      default -> reply.failure();
    }
  }
}
