package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.testing.RawChannel;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.WithRawEnds;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CountedChannelsTest extends WithRawEnds {

  private static final String TOO_MANY =
      "4 there are " + CountedChannels.LIMIT + " channels on this connection";

  CountedChannelsTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void channelBeyondTheLimit_isRefused_untilAnotherHasEnded()
      throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    Ends last = session(client, backend);
    for (int i = 1; i < CountedChannels.LIMIT; i++) {
      last = session(client, backend);
    }

    assertThat(open(client).refused()).startsWith(TOO_MANY);

    last.client().close();
    last.backend().expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
    last.backend().close();
    last.client().expect(SshConstants.SSH_MSG_CHANNEL_CLOSE);
    var _ = session(client, backend);
  }

  @Test
  void backendsToo_haveALimit() throws IOException, InterruptedException {
    RawConnection client = rawDeployOnWeb();
    RawConnection backend = bastion.backend.connection();
    for (int i = 0; i < CountedChannels.LIMIT; i++) {
      var _ = session(client, backend);
    }
    assertThat(backend.open("x11", WINDOW, PACKET, _ -> {}).refused()).startsWith(TOO_MANY);
  }

  @Test
  void lobbyToo_hasALimit() throws IOException, InterruptedException {
    RawConnection lobby =
        RawConnection.of(rawClient().loginByKey(bastion.start(), "ansible", bastion.ansibleKey));
    for (int i = 0; i < CountedChannels.LIMIT; i++) {
      var _ = open(lobby).confirmed();
    }

    assertThat(open(lobby).refused()).startsWith(TOO_MANY);
  }

  private static RawChannel open(RawConnection client) {
    return client.open("session", WINDOW, PACKET, RawConnection.NOTHING);
  }
}
