package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent;
import io.sallyport.bastion.portal.Portal.Person;
import io.sallyport.bastion.portal.PortalAnswer;
import io.sallyport.bastion.testing.RawConnection;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.TestClient;
import io.sallyport.bastion.testing.WithRawEnds;
import io.sallyport.config.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that cannot jump: {@code ssh alice@deploy@web-01@bastion}. */
final class DestinationInUserNameTest extends WithRawEnds {

  DestinationInUserNameTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void person_isTakenThere_byOneToken() throws IOException, InterruptedException {
    bastion.backend.speakItself();
    bastion.portal.knows("t0ken", "alice", "ops");
    ClientSession web = client.loginByToken(bastion.start(), "alice@deploy@web-01", "t0ken");

    assertThat(Run.exec(web, "both")).isEqualTo(new Run("out\n", "err\n", 3, null));
    assertThat(Run.of(web.createSubsystemChannel("greeting"), "").stdout()).startsWith("hello");
    assertThat(bastion.portal.verified()).containsExactly("t0ken");
    assertThat(bastion.audit.events(AuditEvent.Authentication.class).getFirst().user())
        .isEqualTo("alice");
    assertThat(bastion.audit.events(AuditEvent.Channel.class)).hasSize(2);
  }

  @Test
  void tokenOfSomebodyElse_isRefused() throws IOException, InterruptedException {
    bastion.portal.knows("t0ken", "bob", "ops");
    Address door = bastion.start();

    assertThatThrownBy(() -> client.loginByToken(door, "alice@deploy@web-01", "t0ken"))
        .isInstanceOf(IOException.class);
    assertThat(bastion.backend.connections()).isZero();
  }

  @ParameterizedTest(name = "N13 {0} is told what any refused destination is told")
  @CsvSource({
    "root,   web-01,      web-01",
    "deploy, web-02,      web-02",
    "deploy, web-01:2222, [web-01]:2222",
    "deploy, ../../etc,   ../../etc",
    "-oX,    web-01,      web-01",
    "$(id),  web-01,      web-01",
  })
  void destinationThatIsNotAllowed_isTold(String login, String host, String shown)
      throws IOException, InterruptedException {
    ClientSession session =
        client.loginByKey(bastion.start(), "ansible@" + login + "@" + host, bastion.ansibleKey);

    TestClient.awaitEnd(session);
    assertThat(client.told())
        .singleElement()
        .asString()
        .startsWith(
            "sallyport: %s@%s: not allowed, or no such host or login (session "
                .formatted(login, shown));
  }

  @Test
  @DisplayName("what was wanted before the hop was up is done in its order")
  void requestsBeforeTheHop_areDoneInTheirOrder() throws IOException, InterruptedException {
    var mayGoOn = new CountDownLatch(1);
    bastion.portal.authorizes(user -> {
      try {
        mayGoOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return new PortalAnswer.Given<>(new Person(user, List.of()));
    });
    RawConnection early =
        RawConnection.of(
            rawClient().loginByKey(bastion.start(), "ansible@deploy@web-01", bastion.ansibleKey));
    List<String> names =
        List.of("tcpip-forward", "cancel-tcpip-forward", "tcpip-forward", "cancel-tcpip-forward");
    for (String name : names) {
      early.global(
          name,
          true,
          request -> {
            request.putString("localhost");
            request.putUInt(8080);
          });
    }
    var channel = early.open("session", WINDOW, PACKET, RawConnection.NOTHING);
    early.global("unknown", true, RawConnection.NOTHING);

    mayGoOn.countDown();

    RawConnection backend = bastion.backend.connection();
    for (String name : names) {
      assertThat(backend.expect(SshConstants.SSH_MSG_GLOBAL_REQUEST).name()).isEqualTo(name);
      backend.send(SshConstants.SSH_MSG_REQUEST_SUCCESS, RawConnection.NOTHING);
    }
    Ends ends = new Ends(channel, backend.asked("session").confirm(WINDOW, PACKET));
    for (String _ : names) {
      early.expect(SshConstants.SSH_MSG_REQUEST_SUCCESS);
    }
    early.expect(SshConstants.SSH_MSG_REQUEST_FAILURE);
    channel.confirmed();
    start(ends);
    assertWorks(ends);
  }

  @Test
  void clientThatJumpsOnSuchAConnection_isRelayedLikeAnyForward()
      throws IOException, InterruptedException {
    RawConnection web =
        RawConnection.of(
            rawClient().loginByKey(bastion.start(), "ansible@deploy@web-01", bastion.ansibleKey));
    RawConnection backend = bastion.backend.connection();

    var jump =
        web.open(
            "direct-tcpip",
            WINDOW,
            PACKET,
            open -> {
              open.putString("web-01");
              open.putUInt(22);
              open.putString("127.0.0.1");
              open.putUInt(1);
            });

    assertThat(jump.refused()).isEqualTo("1 sallyport: not allowed");
    assertThat(backend.waiting()).isEmpty();
  }
}
