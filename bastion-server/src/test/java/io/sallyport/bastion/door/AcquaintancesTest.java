package io.sallyport.bastion.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.policy.Warrant;
import io.sallyport.bastion.testing.Identities;
import io.sallyport.bastion.testing.Rules;
import io.sallyport.bastion.testing.ShiftedClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AcquaintancesTest {

  private final ShiftedClock clock = new ShiftedClock();
  private final Acquaintances known = new Acquaintances(clock, 2);

  @Test
  void somebody_isKnownWhereTheyWereAnnounced_andNowhereElse() {
    known.add(at("alice", "web-01", "ops"));

    assertThat(known.include(at("alice", "web-01", "ops"))).isTrue();
    assertThat(known.include(at("alice", "web-02", "ops"))).isFalse();
    assertThat(known.include(at("bob", "web-01", "ops"))).isFalse();
  }

  @Test
  void whoseGroupsHaveChanged_isNotKnownAsTheyAreNow() {
    known.add(at("alice", "web-01", "ops", "admins"));

    assertThat(known.include(at("alice", "web-01", "ops"))).isFalse();
  }

  @Test
  void afterHalfADay_theyAreAnnouncedAgain() {
    known.add(at("alice", "web-01"));

    clock.advance(Duration.ofHours(12).minusSeconds(60));
    assertThat(known.include(at("alice", "web-01"))).isTrue();
    clock.advance(Duration.ofSeconds(60));
    assertThat(known.include(at("alice", "web-01"))).isFalse();
  }

  @Test
  void ofTooMany_theOldestIsForgotten() {
    known.add(at("alice", "web-01"));
    known.add(at("bob", "web-01"));
    known.add(at("alice", "web-01"));
    known.add(at("carol", "web-01"));

    assertThat(known.include(at("bob", "web-01"))).isFalse();
    assertThat(known.include(at("alice", "web-01"))).isTrue();
    assertThat(known.include(at("carol", "web-01"))).isTrue();
  }

  @Test
  void whoIsDoubted_isNotKnown() {
    known.add(at("alice", "web-01"));
    known.remove(at("alice", "web-01"));

    assertThat(known.include(at("alice", "web-01"))).isFalse();
  }

  private static Warrant at(String person, String target, String... groups) {
    return Rules.grant(Identities.person(person, groups), Rules.target(target), person);
  }
}
