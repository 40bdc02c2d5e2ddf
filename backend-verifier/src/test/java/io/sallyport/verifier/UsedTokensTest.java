package io.sallyport.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.token.BastionToken;
import io.sallyport.token.HopCertificate;
import io.sallyport.verifier.TestBackend.Hop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token belongs to one connection. */
class UsedTokensTest {
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final SshdConnection ONE = new SshdConnection("1/1");
  private static final SshdConnection OTHER = new SshdConnection("1/2");

  @TempDir Path folder;
  private Path file;
  private TestBackend backend;
  private Hop hop;

  @BeforeEach
  void makeHop() throws IOException, InterruptedException {
    file = folder.resolve("used-tokens");
    backend = new TestBackend(folder);
    hop = backend.hopTo("web-01");
  }

  @Test
  void oneConnection_mayShowItAgain_andNoOther() throws IOException {
    UsedTokens used = open(Clock.systemUTC());

    assertThat(claim(used, hop, ONE)).isTrue();
    assertThat(claim(used, hop, ONE)).isTrue();
    assertThat(claim(used, hop, OTHER)).isFalse();
    assertThat(claim(used, hop, ONE)).isTrue();
  }

  @Test
  void ofManyConnectionsAtOnce_oneIsFirst()
      throws IOException, ExecutionException, InterruptedException {
    UsedTokens used = open(Clock.systemUTC());
    int first = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> claims = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        var connection = new SshdConnection(i + 1 + "/1");
        claims.add(threads.submit(() -> claim(used, hop, connection)));
      }
      for (Future<Boolean> claim : claims) {
        first += claim.get() ? 1 : 0;
      }
    }

    assertThat(first).isEqualTo(1);
  }

  @Test
  void restart_forgetsNothing_untilTheTokenIsOfNoUse() throws IOException {
    assertThat(claim(open(Clock.systemUTC()), hop, ONE)).isTrue();
    Instant end = BastionToken.parseUnverified(hop.token()).expiresAt().plus(SKEW);
    assertThat(claim(open(InstantSource.fixed(end.minusMillis(1))), hop, OTHER)).isFalse();
    assertThat(claim(open(InstantSource.fixed(end)), hop, OTHER)).isTrue();
  }

  @Test
  void tokensOfNoUse_areForgotten_withoutARestart() throws IOException {
    BastionToken token = BastionToken.parseUnverified(hop.token());
    AtomicReference<Instant> now = new AtomicReference<>(token.issuedAt());
    UsedTokens used = open(now::get);
    for (int i = 0; i < UsedTokens.BATCH; i++) {
      assertThat(used.claim(shown(named(token, "jti-" + i)), ONE)).isTrue();
    }
    assertThat(Files.readAllLines(file)).hasSize(UsedTokens.BATCH);
    now.set(token.expiresAt().plus(SKEW));
    var later = now.get().plusSeconds(300);

    assertThat(used.claim(shown(until(named(token, "late"), later)), ONE)).isTrue();
    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(used.claim(shown(until(named(token, "late"), later)), OTHER)).isFalse();
  }

  @Test
  void lineThatWasCut_isNone_andTheOthersCount() throws IOException {
    assertThat(claim(open(Clock.systemUTC()), hop, ONE)).isTrue();
    Files.writeString(file, "another boot/9/9 99999", StandardOpenOption.APPEND);

    assertThat(claim(open(Clock.systemUTC()), hop, OTHER)).isFalse();
    assertThat(Files.readString(file)).doesNotContain("another");
  }

  @Test
  void fileThatOthersMayChange_isRefused() throws IOException {
    Files.writeString(file, "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThatThrownBy(() -> open(Clock.systemUTC())).hasMessageContaining("chmod");
  }

  @Test
  void whatCannotBeWritten_isNotClaimed() throws IOException {
    UsedTokens used = open(Clock.systemUTC());
    Files.delete(file);

    assertThatThrownBy(() -> claim(used, hop, ONE)).isInstanceOf(IOException.class);
    Files.writeString(file, "");
    assertThat(claim(used, hop, OTHER)).isTrue();
  }

  @Test
  void earlierToken_isShownInOneCertificateAfterTheOther_eachOnOneConnection()
      throws IOException, InterruptedException {
    UsedTokens used = open(Clock.systemUTC());
    Hop first = backend.offlineHop();
    Hop second = backend.offlineHop();

    assertThat(claim(used, hop, ONE)).isTrue();
    assertThat(claim(used, first, OTHER)).isTrue();
    assertThat(claim(used, first, ONE)).isFalse();
    assertThat(claim(used, second, ONE)).isTrue();
  }

  @Test
  void session_isForTheConnectionThatHasShownTheToken_once_alsoAfterARestart() throws IOException {
    UsedTokens used = open(Clock.systemUTC());
    assertThat(used.claimSession(shown(hop), ONE)).as("never shown").isFalse();
    assertThat(claim(used, hop, ONE)).isTrue();

    assertThat(used.claimSession(shown(hop), OTHER)).isFalse();
    assertThat(used.claimSession(shown(hop), ONE)).isTrue();
    assertThat(used.claimSession(shown(hop), ONE)).isFalse();
    assertThat(open(Clock.systemUTC()).claimSession(shown(hop), ONE)).isFalse();
    assertThat(claim(used, hop, ONE)).as("sshd may ask again").isTrue();
  }

  private UsedTokens open(InstantSource clock) throws IOException {
    return UsedTokens.open(file, clock);
  }

  private static boolean claim(UsedTokens used, Hop hop, SshdConnection connection)
      throws IOException {
    return used.claim(shown(hop), connection);
  }

  private static ShownToken shown(Hop hop) {
    return ShownToken.of(
        HopCertificate.parse(hop.type(), hop.base64()),
        BastionToken.parseUnverified(hop.token()),
        SKEW,
        Instant.now());
  }

  private static ShownToken shown(BastionToken token) {
    return ShownToken.of(token, SKEW);
  }

  private static BastionToken named(BastionToken token, String id) {
    return copy(token, id, token.expiresAt());
  }

  private static BastionToken until(BastionToken token, Instant end) {
    return copy(token, token.id(), end);
  }

  private static BastionToken copy(BastionToken token, String id, Instant end) {
    return new BastionToken(
        token.issuer(),
        token.subject(),
        token.audience(),
        id,
        token.issuedAt(),
        token.notBefore(),
        end,
        token.bastionId(),
        token.bastionGroup(),
        token.targetHost(),
        token.targetGroup(),
        token.targetLogin(),
        token.userGroups(),
        token.confirmation(),
        token.keyFingerprint(),
        token.sessionId());
  }
}
