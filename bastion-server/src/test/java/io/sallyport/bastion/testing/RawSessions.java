package io.sallyport.bastion.testing;

import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSessionImpl;
import org.apache.sshd.client.session.SessionFactory;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.ServerFactoryManager;
import org.apache.sshd.server.session.ServerSessionImpl;

/** Sessions whose {@link RawConnection} sees the replies to global requests, too. */
final class RawSessions {

  private RawSessions() {}

  static final class Clients extends SessionFactory {
    Clients(SshClient client) {
      super(client);
    }

    @Override
    protected ClientSessionImpl doCreateSession(IoSession io) throws Exception {
      return new ClientSessionImpl(getClient(), io) {
        @Override
        protected void requestSuccess(Buffer buffer) throws Exception {
          if (!RawConnection.took(this, SshConstants.SSH_MSG_REQUEST_SUCCESS, buffer)) {
            super.requestSuccess(buffer);
          }
        }

        @Override
        protected void requestFailure(Buffer buffer) throws Exception {
          if (!RawConnection.took(this, SshConstants.SSH_MSG_REQUEST_FAILURE, buffer)) {
            super.requestFailure(buffer);
          }
        }
      };
    }
  }

  static final class Servers extends org.apache.sshd.server.session.SessionFactory {
    Servers(ServerFactoryManager server) {
      super(server);
    }

    @Override
    protected ServerSessionImpl doCreateSession(IoSession io) throws Exception {
      return new ServerSessionImpl(getServer(), io) {
        @Override
        protected void requestSuccess(Buffer buffer) throws Exception {
          if (!RawConnection.took(this, SshConstants.SSH_MSG_REQUEST_SUCCESS, buffer)) {
            super.requestSuccess(buffer);
          }
        }

        @Override
        protected void requestFailure(Buffer buffer) throws Exception {
          if (!RawConnection.took(this, SshConstants.SSH_MSG_REQUEST_FAILURE, buffer)) {
            super.requestFailure(buffer);
          }
        }
      };
    }
  }
}
