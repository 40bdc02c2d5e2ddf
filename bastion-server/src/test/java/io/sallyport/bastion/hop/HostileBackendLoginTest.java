package io.sallyport.bastion.hop;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.audit.AuditEvent.HopFailed;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.testing.Run;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends that misbehave before they let anybody in. */
final class HostileBackendLoginTest extends WithBastion {

  private static final String SECRET = "only the backend says this";

  HostileBackendLoginTest(@TempDir Path folder) {
    super(folder);
  }

  @ParameterizedTest(
      name = "N21 of banners of {0} KiB 128 KiB at most reach the client, and the hop goes on")
  @ValueSource(ints = {1, 100, 1024, 10240})
  void banners_areBounded(int kibibytes) throws IOException, InterruptedException {
    bastion.backend.whenAsked(session -> sendBanners(session, kibibytes));

    assertThat(Run.exec(deployOnWeb(), "echo hello").stdout()).isEqualTo("hello\n");
    int sent = (kibibytes << 10) + SECRET.length();
    assertThat(client.told())
        .singleElement()
        .matches(words -> words.startsWith(SECRET))
        .matches(words -> words.length() == Math.min(sent, 128 << 10));
  }

  @Test
  @DisplayName("N21 what acts in a terminal is taken out of the backend's banner")
  void bannerThatActs_isMadeHarmless() throws IOException, InterruptedException {
    bastion.backend.whenAsked(
        session -> sendBanner(session, "a\u001b[31mb\u009b31mc\u0007\r\nd\te"));

    var _ = deployOnWeb();

    assertThat(client.told()).containsExactly("a[31mb31mc\r\nd\te");
  }

  @Test
  @DisplayName("N21 a banner of 1 MiB in one packet ends the hop")
  void bannerLargerThanAnyPacket_endsTheHop() throws IOException, InterruptedException {
    bastion.backend.whenAsked(session -> sendBanner(session, SECRET.repeat(1 << 16)));

    assertThatThrownBy(this::deployOnWeb).isInstanceOf(IOException.class);
    assertThat(bastion.audit.await(HopFailed.class).reason()).isNotEmpty();
    assertThat(client.told()).noneMatch(words -> words.contains(SECRET));
  }

  @ParameterizedTest(name = "N12 a question with {0} prompts is answered by nobody")
  @ValueSource(ints = {0, 1, 1_000_000, Integer.MAX_VALUE})
  void questions_areNotAnswered(int prompts) throws IOException, InterruptedException {
    bastion.backend.whenAsked(session -> ask(session, prompts));

    assertThatThrownBy(this::deployOnWeb).isInstanceOf(IOException.class);
    assertThat(bastion.audit.await(HopFailed.class).reason()).isNotEmpty();
    assertThat(client.prompts()).isEmpty();
  }

  @Test
  @DisplayName("N21 lines before the identification that do not end end the hop")
  void greetingWithoutEnd_endsTheHop() throws IOException, InterruptedException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> greet(server));
      Address address = new Address("127.0.0.1", server.getLocalPort());
      bastion.target(new Target("web-02", 22, address, "default"));

      assertThatThrownBy(() -> client.jump(ansible(), "deploy", "web-02", 22))
          .isInstanceOf(IOException.class);
      assertThat(bastion.audit.await(HopFailed.class).target()).isEqualTo("web-02");
    }
  }

  private static void greet(ServerSocket server) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      byte[] line = "this is not an identification\r\n".repeat(1000).getBytes(US_ASCII);
      while (true) {
        out.write(line);
      }
    } catch (IOException _) {
      // The bastion has had enough.
    }
  }

  private static void sendBanners(ServerSession session, int kibibytes) throws IOException {
    for (int i = 0; i < kibibytes; i += 100) {
      sendBanner(session, SECRET + "x".repeat(Math.min(kibibytes, 100) << 10));
    }
  }

  private static void sendBanner(ServerSession session, String text) throws IOException {
    Buffer banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER);
    banner.putString(text);
    banner.putString("");
    session.writePacket(banner);
  }

  private static void ask(ServerSession session, int prompts) throws IOException {
    Buffer question = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
    question.putString("name");
    question.putString("instruction");
    question.putString("");
    question.putUInt(prompts);
    for (int i = 0; i < Math.min(prompts, 10_000); i++) {
      question.putString("Password: ");
      question.putBoolean(false);
    }
    session.writePacket(question);
  }
}
