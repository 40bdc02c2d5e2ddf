package io.sallyport.bastion.hop;

import io.sallyport.bastion.policy.Grant;
import java.io.IOException;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;

/** An authenticated connection to a backend, made under one grant. Only this package makes one. */
public final class Hop {

  private final Grant grant;
  private final ClientSession connection;

  Hop(Grant grant, ClientSession connection) {
    this.grant = grant;
    this.connection = connection;
  }

  public Grant grant() {
    return grant;
  }

  public ClientSession connection() {
    return connection;
  }

  /** What the backend has said before it let us in; often nothing. */
  public String banner() {
    return BackendBanner.of(connection);
  }

  /** Runs an action when the connection has ended, whoever ended it. */
  public void whenEnded(Runnable action) {
    connection.addCloseFutureListener(_ -> action.run());
  }

  /**
   * Ends the connection; what is queued is still sent. It does not wait for the backend to close
   * its channels: sshd does so only when their programs have ended.
   */
  public void close() {
    end(connection);
  }

  static void end(ClientSession connection) {
    try {
      connection.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "the session is over");
    } catch (IOException _) {
      var _ = connection.close(true);
    }
  }
}
