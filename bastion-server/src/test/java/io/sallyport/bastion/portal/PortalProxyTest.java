package io.sallyport.bastion.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortalProxyTest {

  private static final URI PORTAL = URI.create("http://portal.invalid");

  @Test
  void withAProxy_everyCallGoesThroughIt() throws IOException {
    try (var proxy = new TestPortalServer();
        var portal = TestPortalServer.client(PORTAL, through(Optional.of(proxy.url())))) {
      proxy.answersJson("{\"authorized\": true, \"user\": \"dwho\"}");

      assertThat(portal.authorize("dwho", "web-01")).isInstanceOf(PortalAnswer.Given.class);
      assertThat(proxy.asked().getFirst().path()).isEqualTo(PORTAL + "/pam/authorize");
    }
  }

  @Test
  void withoutOne_thePortalItselfIsAsked() {
    try (var portal = TestPortalServer.client(PORTAL, through(Optional.empty()))) {
      assertThat(portal.authorize("dwho", "web-01")).isInstanceOf(PortalAnswer.Unavailable.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://proxy.example:3128",
        "socks5://proxy.example:1080",
        "http://proxy.example",
        "http://user:password@proxy.example:3128"
      })
  void whatIsNoHttpProxy_isRefused(String url) {
    assertThatThrownBy(() -> through(Optional.of(URI.create(url))))
        .hasMessage("`proxy` must be http:// with a host and a port");
  }

  private static Transport through(Optional<URI> proxy) {
    return new Transport(Duration.ofSeconds(20), PortalTls.USUAL, proxy, Optional.empty());
  }
}
