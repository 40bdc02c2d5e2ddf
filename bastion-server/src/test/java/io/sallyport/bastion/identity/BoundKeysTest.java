package io.sallyport.bastion.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sallyport.bastion.store.BastionStore;
import io.sallyport.bastion.store.BoundKey;
import io.sallyport.bastion.testing.MemoryKeys;
import io.sallyport.bastion.testing.ShiftedClock;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.DSAPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoundKeysTest {

  private static final BindingLife LIFE =
      new BindingLife(Duration.ofHours(12), Set.of("admins"), Duration.ofHours(1));
  private static final Identity ALICE = Identity.person("alice", Set.of("ops", "on call"));

  private final MemoryKeys table = new MemoryKeys();
  private final ShiftedClock clock = new ShiftedClock();

  @Test
  void keys_areKeptInTheDatabase_withAllThatBelongsToThem(@TempDir Path state) throws IOException {
    BoundKey bound;
    try (BastionStore store = BastionStore.open(state)) {
      BoundKeys keys = BoundKeys.load(store, LIFE, clock);
      keys.bind(ALICE, "SHA256:one");
      keys.bind(ALICE, "SHA256:two");
      keys.bind(Identity.person("bob", Set.of()), "SHA256:one");
      bound = keys.find("alice", "SHA256:one").orElseThrow();
      assertThat(keys.revoke("alice", "SHA256:two")).isEqualTo(1);
    }
    try (BastionStore store = BastionStore.open(state)) {
      BoundKeys keys = BoundKeys.load(store, LIFE, clock);
      BoundKey kept = keys.find("alice", "SHA256:one").orElseThrow();
      assertThat(kept.groups()).containsExactlyInAnyOrder("ops", "on call");
      assertThat(kept.boundAt()).isEqualTo(Instant.ofEpochMilli(bound.boundAt().toEpochMilli()));
      assertThat(keys.all()).extracting(BoundKey::person).containsExactly("alice", "bob");
      assertThat(keys.find("alice", "SHA256:two")).isEmpty();
    }
  }

  @Test
  void bindingAgain_beginsTheTimeAnew() throws IOException {
    BoundKeys keys = BoundKeys.load(table, LIFE, clock);
    keys.bind(ALICE, "SHA256:one");
    clock.advance(Duration.ofHours(11));
    keys.bind(ALICE, "SHA256:one");
    clock.advance(Duration.ofHours(11));

    assertThat(keys.find("alice", "SHA256:one")).isPresent();
    assertThat(keys.all()).hasSize(1);
  }

  @Test
  void shorterTimeInTheConfiguration_isTrueOfKeysThatWereBoundBefore() throws IOException {
    BoundKeys.load(table, LIFE, clock).bind(ALICE, "SHA256:one");
    clock.advance(Duration.ofHours(2));
    var shorter = new BindingLife(Duration.ofHours(2), Set.of(), Duration.ofHours(1));

    assertThat(BoundKeys.load(table, shorter, clock).all()).isEmpty();
  }

  @Test
  void expiredKeys_areRemovedAtTheNextStart() throws IOException {
    BoundKeys.load(table, LIFE, clock).bind(ALICE, "SHA256:one");
    clock.advance(Duration.ofHours(12));
    var _ = BoundKeys.load(table, LIFE, clock);

    assertThat(table.all()).isEmpty();
  }

  @Test
  @DisplayName("a clock that is set back makes no key good for longer")
  void keyOfTheFuture_isNotGood() throws IOException {
    BoundKeys keys = BoundKeys.load(table, LIFE, clock);
    keys.bind(ALICE, "SHA256:one");
    clock.advance(Duration.ofMinutes(-10));

    assertThat(keys.find("alice", "SHA256:one")).isEmpty();
  }

  @Test
  void keyThatCannotBeKept_isNotBound() throws IOException {
    BoundKeys keys = BoundKeys.load(table, LIFE, clock);
    table.breakDown();
    keys.bind(ALICE, "SHA256:one");

    assertThat(keys.all()).isEmpty();
  }

  @Test
  void keyThatCannotBeRemoved_isNotGoodAnyMore_andThatIsSaid() throws IOException {
    BoundKeys keys = BoundKeys.load(table, LIFE, clock);
    keys.bind(ALICE, "SHA256:one");
    table.breakDown();

    assertThatIOException().isThrownBy(() -> keys.revoke("alice"));
    assertThat(keys.find("alice", "SHA256:one")).isEmpty();
  }

  @ParameterizedTest(name = "N09 RSA with {0} bits is too small")
  @ValueSource(ints = {1024, 2047})
  void smallRsaKey_isNotBound(int bits) throws Exception {
    assertThat(binds(rsa(bits))).isFalse();
  }

  @ParameterizedTest(name = "RSA with {0} bits will do")
  @ValueSource(ints = {2048, 8192})
  void usualRsaKey_isBound(int bits) throws Exception {
    assertThat(binds(rsa(bits))).isTrue();
  }

  @Test
  @DisplayName("N09 RSA with more than 8192 bits is too large")
  void largeRsaKey_isNotBound() throws Exception {
    assertThat(binds(rsa(8193))).isFalse();
  }

  @Test
  @DisplayName("N09 DSA is not bound")
  void dsaKey_isNotBound() throws Exception {
    BigInteger number = BigInteger.ONE.shiftLeft(2047).add(BigInteger.ONE);
    assertThat(
            binds(
                KeyFactory.getInstance("DSA")
                    .generatePublic(new DSAPublicKeySpec(number, number, number, number))))
        .isFalse();
  }

  @Test
  void highRiskTime_mustNotBeTheLongerOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BindingLife(Duration.ofHours(1), Set.of(), Duration.ofHours(2)))
        .withMessageContaining("`high_risk_binding_ttl`");
  }

  private boolean binds(PublicKey key) throws IOException {
    return BoundKeys.load(table, LIFE, clock).binds(key);
  }

  private static PublicKey rsa(int bits) throws Exception {
    BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
  }
}
