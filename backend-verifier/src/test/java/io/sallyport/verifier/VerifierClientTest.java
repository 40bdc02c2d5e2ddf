package io.sallyport.verifier;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class VerifierClientTest {
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void verifierThatHangs_isGivenUp(@TempDir Path folder) throws IOException {
    Path socket = folder.resolve("verifier.sock");
    try (ServerSocketChannel hung = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      hung.bind(UnixDomainSocketAddress.of(socket));
      VerifierClient client = new VerifierClient(socket, Duration.ofMillis(50));

      assertThatThrownBy(client::keysConfirmedAt).hasMessageContaining("no verifier answers at");
      assertThatThrownBy(client::refresh).hasMessageContaining("no verifier answers at");
    }
  }
}
