package io.sallyport.bastion.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

final class GateTest {

  @Test
  void lastPlaceIsGiven_andOneMoreIsNot() {
    Gate gate = new Gate(new GateLimits(2, 100));

    assertThat(gate.admit(client("127.0.0.1", 1))).isTrue();
    assertThat(gate.admit(client("127.0.0.2", 1))).isTrue();
    assertThat(gate.admit(client("127.0.0.3", 1))).isFalse();
  }

  @Test
  void oneAddressHasItsOwnLimit_andOthersStillComeIn() {
    Gate gate = new Gate(new GateLimits(100, 2));

    assertThat(gate.admit(client("127.0.0.1", 1))).isTrue();
    assertThat(gate.admit(client("127.0.0.1", 2))).isTrue();
    assertThat(gate.admit(client("127.0.0.1", 3))).isFalse();
    assertThat(gate.admit(client("127.0.0.2", 3))).isTrue();
  }

  @Test
  void whoLeaves_makesRoomForOne() {
    Gate gate = new Gate(new GateLimits(100, 2));
    gate.admit(client("127.0.0.1", 1));
    gate.admit(client("127.0.0.1", 2));

    gate.leave(client("127.0.0.1", 1));

    assertThat(gate.admit(client("127.0.0.1", 3))).isTrue();
    assertThat(gate.admit(client("127.0.0.1", 4))).isFalse();
  }

  @Test
  void leavingTwice_makesRoomForOneOnly() {
    Gate gate = new Gate(new GateLimits(100, 2));
    gate.admit(client("127.0.0.1", 1));
    gate.admit(client("127.0.0.1", 2));

    gate.leave(client("127.0.0.1", 1));
    gate.leave(client("127.0.0.1", 1));

    assertThat(gate.admit(client("127.0.0.1", 3))).isTrue();
    assertThat(gate.admit(client("127.0.0.1", 4))).isFalse();
  }

  @Test
  void whoWasNeverLetIn_makesNoRoomByLeaving() {
    Gate gate = new Gate(new GateLimits(1, 1));
    gate.admit(client("127.0.0.1", 1));
    assertThat(gate.admit(client("127.0.0.1", 2))).isFalse();

    gate.leave(client("127.0.0.1", 2));

    assertThat(gate.admit(client("127.0.0.1", 2))).isFalse();
  }

  private static InetSocketAddress client(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
