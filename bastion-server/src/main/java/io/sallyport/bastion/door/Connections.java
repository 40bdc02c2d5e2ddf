package io.sallyport.bastion.door;

import io.sallyport.bastion.identity.Identity;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.util.threads.ThreadUtils;

/** The connections of the outer door whose clients have authenticated, and who they are. */
final class Connections implements SessionListener {

  private record Who(Identity.Kind kind, String name) {}

  private final Map<Session, Who> open = new ConcurrentHashMap<>();

  /** Notes a connection whose client has authenticated, until it is closed. */
  @Override
  public void sessionEvent(Session connection, Event event) {
    if (event != Event.Authenticated) {
      return;
    }
    Identity identity = ClientConnection.of(connection).identity();
    open.put(connection, new Who(identity.kind(), identity.name()));
    connection.addCloseFutureListener(_ -> open.remove(connection));
  }

  /** Ends all connections of one identity but this; returns how many there were. */
  int endOthers(Session own) {
    Who who = open.get(own);
    List<Session> others =
        open.entrySet().stream()
            .filter(entry -> entry.getValue().equals(who) && !entry.getKey().equals(own))
            .map(Map.Entry::getKey)
            .toList();
    others.forEach(open::remove);
    others.forEach(Connections::end);
    return others.size();
  }

  private static void end(Session connection) {
    try {
      ThreadUtils.runAsInternal(
          connection,
          other -> {
            other.disconnect(
                SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "you have logged out elsewhere");
            return true;
          });
    } catch (IOException _) {
      var _ = connection.close(true);
    }
  }
}
