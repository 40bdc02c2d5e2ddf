package io.sallyport.bastion.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

final class FailedLoginsTest {

  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress THERE = InetAddress.ofLiteral("127.0.0.2");
  private final FailedLogins logins = new FailedLogins();

  @Test
  void failures_areCountedForEachAddress() {
    assertThat(logins.failed(HERE)).isEqualTo(1);
    assertThat(logins.failed(HERE)).isEqualTo(2);
    assertThat(logins.failed(THERE)).isEqualTo(1);
  }

  @Test
  void goodLogin_beginsTheCountAnew() {
    logins.failed(HERE);
    logins.failed(THERE);

    logins.succeeded(HERE);

    assertThat(logins.failed(HERE)).isEqualTo(1);
    assertThat(logins.failed(THERE)).isEqualTo(2);
  }

  @Test
  void floodOfAddresses_pushesOutTheOldestOnly() throws Exception {
    logins.failed(HERE);
    logins.failed(THERE);
    for (int i = 0; i < 9_999; i++) {
      byte[] address = {10, 0, (byte) (i >> 8), (byte) i};
      logins.failed(InetAddress.getByAddress(address));
    }

    assertThat(logins.failed(THERE)).isEqualTo(2);
    assertThat(logins.failed(HERE)).isEqualTo(1);
  }
}
