package io.sallyport.bastion;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class BastionTest {

  private final Path folder;
  private final BastionFiles files;

  BastionTest(@TempDir Path folder) {
    this.folder = folder;
    this.files = new BastionFiles(folder).write("http://127.0.0.1:1");
  }

  @Test
  void startedBastion_speaksSsh_untilItIsClosed() throws Exception {
    Bastion bastion = Bastion.start(settings(), Clock.systemUTC());
    Address address = bastion.address();
    try (Socket client = new Socket(address.host(), address.port())) {
      byte[] greeting = client.getInputStream().readNBytes("SSH-2.0-OpenSSH_Sallyport".length());
      assertThat(new String(greeting, US_ASCII)).isEqualTo("SSH-2.0-OpenSSH_Sallyport");
    }
    bastion.close();

    try (ServerSocket again =
        new ServerSocket(address.port(), 1, InetAddress.getByName(address.host()))) {
      assertThat(again.isBound()).isTrue();
    }
  }

  @Test
  void limitsOfTheGate_areKept() throws Exception {
    files.with("names:", "gate: {max_connections: 1}\nnames:");
    try (Bastion bastion = Bastion.start(settings(), Clock.systemUTC());
        Socket first = new Socket(bastion.address().host(), bastion.address().port());
        Socket second = new Socket(bastion.address().host(), bastion.address().port())) {
      assertThat(first.getInputStream().read()).isEqualTo('S');
      assertThat(second.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  @DisplayName("the key of its own issuer is published at the start, and is the same next time")
  void keyOfItsOwnIssuer_isPublished() throws Exception {
    files.with(
        "names:", "service_account_issuer: {issuer: i, bastion_id: b, jwks: own.json}\nnames:");
    Bastion.start(settings(), Clock.systemUTC()).close();
    String published = Files.readString(folder.resolve("own.json"));
    Files.delete(folder.resolve("own.json"));

    Bastion.start(settings(), Clock.systemUTC()).close();

    assertThat(Files.readString(folder.resolve("own.json"))).isEqualTo(published).contains("kid");
  }

  @Test
  void portThatIsTaken_isAnError_andTheNextStartSucceeds() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      files.with("127.0.0.1:0", "127.0.0.1:" + port);

      assertThatThrownBy(() -> Bastion.start(settings(), Clock.systemUTC()))
          .isInstanceOf(IOException.class);
      files.with("listen: 127.0.0.1:" + port, "listen: 127.0.0.1:0");
    }
    Bastion.start(settings(), Clock.systemUTC()).close();
  }

  @Test
  void auditThatCannotBeWritten_isAnError() {
    files.with("audit: audit.jsonl", "audit: no-such-folder/audit.jsonl");

    assertThatThrownBy(() -> Bastion.start(settings(), Clock.systemUTC()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-folder");
    assertThat(folder.resolve("recordings")).doesNotExist();
  }

  private Settings settings() {
    return switch (Settings.read(files.config())) {
      case Settings.Read.Good(var settings) -> settings;
      case Settings.Read.Bad(var problems) -> throw new AssertionError(problems);
    };
  }
}
