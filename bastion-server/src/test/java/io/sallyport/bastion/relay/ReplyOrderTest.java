package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class ReplyOrderTest {

  private final ReplyOrder order = new ReplyOrder();

  @Test
  void refusalWithNothingBeforeIt_isDueAtOnce() {
    assertThat(order.refused()).isEqualTo(1);
    assertThat(order.refused()).isEqualTo(1);
  }

  @Test
  void refusal_waitsForTheReplyBeforeIt() {
    order.forwarded();

    assertThat(order.refused()).isZero();
    assertThat(order.refused()).isZero();
    assertThat(order.replied()).isTrue();
    assertThat(order.passedOn()).isEqualTo(2);
    assertThat(order.refused()).isEqualTo(1);
  }

  @Test
  void refusal_waitsForEveryReplyBeforeIt() {
    order.forwarded();
    order.forwarded();

    assertThat(order.refused()).isZero();
    assertThat(order.replied()).isTrue();
    assertThat(order.passedOn()).isZero();
    assertThat(order.replied()).isTrue();
    assertThat(order.passedOn()).isEqualTo(1);
  }

  @Test
  @DisplayName("a refusal made while the reply before it is being passed on waits for that, too")
  void refusalDuringAReply_isDueAfterIt() {
    order.forwarded();
    assertThat(order.replied()).isTrue(); // and now it is on its way to the client

    assertThat(order.refused()).isZero();
    assertThat(order.passedOn()).isEqualTo(1);
  }

  @Test
  @DisplayName("N21 a reply that nobody asked for is not passed on")
  void replyThatNobodyAskedFor_isNone() {
    assertThat(order.replied()).isFalse();

    order.forwarded();
    assertThat(order.replied()).isTrue();
    assertThat(order.passedOn()).isZero();
    assertThat(order.replied()).isFalse();
  }
}
