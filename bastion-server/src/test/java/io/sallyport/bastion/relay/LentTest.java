package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Endpoint;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class LentTest {

  private final Lent lent = new Lent();

  @Test
  @DisplayName("N20 nothing is lent before it is, and then only that")
  void kinds_areLentOneByOne() {
    assertThat(lent.has(ChannelKind.AGENT)).isFalse();

    lent.add(ChannelKind.AGENT);

    assertThat(lent.has(ChannelKind.AGENT)).isTrue();
    assertThat(lent.has(ChannelKind.X11)).isFalse();
  }

  @Test
  void port_isListenedOn_byWhateverNameOfTheAddress() {
    lent.add(new Endpoint.Tcp("localhost", 8080));

    assertThat(lent.listens(new Endpoint.Tcp("localhost", 8080))).isTrue();
    assertThat(lent.listens(new Endpoint.Tcp("127.0.0.1", 8080))).isTrue();
    assertThat(lent.listens(new Endpoint.Tcp("localhost", 8081))).isFalse();
    assertThat(lent.listens(new Endpoint.Socket("localhost:8080"))).isFalse();
  }

  @Test
  void socket_isListenedOn_byItsVeryPath() {
    lent.add(new Endpoint.Socket("/run/x"));

    assertThat(lent.listens(new Endpoint.Socket("/run/x"))).isTrue();
    assertThat(lent.listens(new Endpoint.Socket("/run//x"))).isFalse();
    assertThat(lent.listens(new Endpoint.Socket("/run/y"))).isFalse();
  }

  @Test
  void whatWasTakenBack_isNotListenedOn() {
    lent.add(new Endpoint.Tcp("localhost", 8080));
    lent.add(new Endpoint.Tcp("localhost", 8081));

    lent.remove(new Endpoint.Tcp("localhost", 8080));

    assertThat(lent.listens(new Endpoint.Tcp("localhost", 8080))).isFalse();
    assertThat(lent.listens(new Endpoint.Tcp("localhost", 8081))).isTrue();
  }
}
