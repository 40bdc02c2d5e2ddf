package io.sallyport.verifier.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class IntroductionsTest {
  @TempDir Path folder;
  private Path path;
  private ServerSocketChannel helper;

  @BeforeEach
  void listen() throws IOException {
    path = folder.resolve("people.sock");
    helper = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    helper.bind(UnixDomainSocketAddress.of(path), 1);
  }

  @AfterEach
  void stop() throws IOException {
    helper.close();
  }

  @Test
  void visit_isToldOnce_howeverOftenSshdAsks() throws IOException {
    try (Introductions introductions = introductions(Duration.ofSeconds(20))) {
      introductions.announce(visit("alice", 1));
      introductions.announce(visit("alice", 1));
      assertThat(heard()).isEqualTo(visit("alice", 1));

      introductions.announce(visit("alice", 2));
      assertThat(heard()).isEqualTo(visit("alice", 2));
    }
  }

  @Test
  void helperThatHangs_holdsNobodyUp_andIsGivenUp() throws IOException {
    try (Introductions introductions = introductions(Duration.ofMillis(300))) {
      long start = System.nanoTime();
      for (int i = 0; i < 500; i++) { // more than any queue on the way takes
        introductions.announce(visit("alice", i));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));

      try (SocketChannel connection = helper.accept()) {
        var told = Channels.newInputStream(connection).readAllBytes();
        assertThat(Visit.parse(new String(told, StandardCharsets.UTF_8).strip())).isNotNull();
      }
    }
  }

  @Test
  void helperThatIsNotThere_holdsNobodyUp() throws IOException {
    helper.close();
    try (Introductions introductions = introductions(Duration.ofSeconds(20))) {
      introductions.announce(visit("alice", 1));
    }
  }

  @Test
  void command_isAPathAndTwoWordsThatMeanNothingToAShell() {
    try (Introductions introductions = introductions(Duration.ofSeconds(1))) {
      assertThat(introductions.command(visit("alice", 10)))
          .isEqualTo("/usr/bin/await alice 0000000000000000000000000000000a");
    }
  }

  private Introductions introductions(Duration patience) {
    return new Introductions(new PeopleSettings(path, "/usr/bin/await"), patience);
  }

  private static Visit visit(String name, int number) {
    return new Visit("%032x".formatted(number), PersonName.of(name).orElseThrow(), List.of("ops"));
  }

  private Visit heard() throws IOException {
    try (SocketChannel connection = helper.accept()) {
      byte[] line = Channels.newInputStream(connection).readAllBytes();
      return Visit.parse(new String(line, StandardCharsets.UTF_8).strip());
    }
  }
}
