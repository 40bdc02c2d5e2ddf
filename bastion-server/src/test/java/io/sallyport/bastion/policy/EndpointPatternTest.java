package io.sallyport.bastion.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointPatternTest {

  @ParameterizedTest(name = "{0} allows to connect to {1}:{2}: {3}")
  @CsvSource({
    "db-01:5432,          db-01,     5432,  true",
    "db-01:5432,          db-01,     5431,  false",
    "db-01:5432,          db-01,     5433,  false",
    "db-01:5432,          db-01,     70968, false",
    "db-01:5432,          db-02,     5432,  false",
    "db-01:8000-8002,     db-01,     7999,  false",
    "db-01:8000-8002,     db-01,     8000,  true",
    "db-01:8000-8002,     db-01,     8002,  true",
    "db-01:8000-8002,     db-01,     8003,  false",
    "db-01:*,             db-01,     0,     false",
    "db-01:*,             db-01,     1,     true",
    "db-01:*,             db-01,     65535, true",
    "db-01:*,             db-01,     65536, false",
    "db-01:*,             db-01,     -1,    false",
    "db-01:1-1,           db-01,     1,     true",
    "DB-01.:1,            db-01,     1,     true",
    "db-01:1,             DB-01.,    1,     true",
    "*:80,                db-01,     80,    true",
    "*:80,                127.0.0.1, 80,    true",
    "*:80,                '',        80,    true",
    "db-*:80,             db-,       80,    true",
    "db-*:80,             mydb-01,   80,    false",
    "db-*.Lan:80,         db-01.lan, 80,    true",
    "db-*.lan:80,         db-01xlan, 80,    false",
    "db-0?:80,            db-01,     80,    false",
    "localhost:80,        127.1,     80,    true",
    "127.0.0.1:80,        localhost, 80,    true",
    "[::1]:80,            localhost, 80,    true",
    "::1:80,              127.0.0.1, 80,    true",
    "localhost:80,        192.0.2.1, 80,    false",
    "192.0.2.1:80,        0xc0000201, 80,   true",
    "10.*:80,             10.1.2.3,  80,    true",
    "10.*:80,             167838211, 80,    true",
    "/run/x.sock,         /run/x.sock, 0,   false",
  })
  void portsToConnectTo(String pattern, String host, int port, boolean allowed) {
    assertThat(parse(pattern).allowsConnecting(new Endpoint.Tcp(host, port))).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "N19 {0} allows to listen on [{1}]:{2}: {3}")
  @CsvSource({
    "localhost:1024-65535, localhost,  1023,  false",
    "localhost:1024-65535, localhost,  1024,  true",
    "localhost:1024-65535, localhost,  65535, true",
    "localhost:1024-65535, localhost,  65536, false",
    "localhost:1024-65535, localhost,  -1,    false",
    "localhost:1024-65535, localhost,  22,    false",
    "localhost:1024-65535, 127.0.0.1,  8080,  true",
    "localhost:1024-65535, '',         8080,  false",
    "localhost:1024-65535, *,          8080,  false",
    "localhost:1024-65535, 0.0.0.0,    8080,  false",
    "localhost:1024-65535, ::,         8080,  false",
    "localhost:1024-65535, 192.0.2.1,  8080,  false",
    "*:8080,               '',         8080,  true",
    "*:8080,               0.0.0.0,    8080,  true",
    "*:8080,               localhost,  8080,  true",
    "localhost:1024-65535, localhost,  0,     true",
    "localhost:1023-65535, localhost,  0,     true",
    "localhost:1025-65535, localhost,  0,     false",
    "localhost:1024-65534, localhost,  0,     false",
    "localhost:*,          localhost,  0,     true",
    "localhost:*,          '',         0,     false",
    "localhost:*,          localhost,  22,    true",
  })
  void portsToListenOn(String pattern, String host, int port, boolean allowed) {
    assertThat(parse(pattern).allowsListening(new Endpoint.Tcp(host, port))).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "N19 {0} allows the socket {1}: {2}")
  @CsvSource({
    "/run/docker.sock,  /run/docker.sock,    true",
    "/run/docker.sock,  /run/docker.sock2,   false",
    "/run/docker.sock,  /run/dockerXsock,    false",
    "/run/docker.sock,  /RUN/docker.sock,    false",
    "/run/docker.sock,  //run/docker.sock,   false",
    "/run/docker.sock,  run/docker.sock,     false",
    "/run/docker.sock,  ./run/docker.sock,   false",
    "/run/*.sock,       /run/a.sock,         true",
    "/run/*.sock,       /run/.sock,          true",
    "/run/*.sock,       /run/a/b.sock,       false",
    "/run/*/s,          /run/app/s,          true",
    "/run/*/s,          /run/..app/s,        true",
    "/run/*/s,          /run/.../s,          true",
    "/run/*/s,          /run/../s,           false",
    "/run/*/s,          /run/./s,            false",
    "/run/*/s,          /run//s,             false",
    "/run/*,            /run/..,             false",
    "/run/*,            /run/.,              false",
    "/run/*,            /run/,               false",
    "/run/*/*,          /run/a/..,           false",
    "/run/*/*/s,        /run/a/../s,         false",
    "/run/*,            '',                  false",
    "localhost:*,       /run/docker.sock,    false",
    "*:*,               /run/docker.sock,    false",
    "/run/../s,         /run/../s,           false",
    "/,                 /,                   false",
  })
  void sockets(String pattern, String path, boolean allowed) {
    var socket = new Endpoint.Socket(path);

    assertThat(parse(pattern).allowsConnecting(socket)).isEqualTo(allowed);
    assertThat(parse(pattern).allowsListening(socket)).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "N19 the end of a line hides nothing behind it ({index})")
  @ValueSource(
      strings = {
        "/run/a\0/s",
        "/run/a\n/../s",
        "/run/a\n\0/s",
        "/run/a\r/../s",
        "/run/\u2028/../s"
      })
  void lineEndInAPath_hidesNothingBehindIt(String path) {
    var everything = parse(path.contains("..") ? "/run/*/*/s" : "/run/*/s");

    assertThat(everything.allowsConnecting(new Endpoint.Socket(path))).isFalse();
    assertThat(everything.allowsListening(new Endpoint.Socket(path))).isFalse();
  }

  @ParameterizedTest(name = "N17 a host name with space or control in it leads nowhere ({index})")
  @ValueSource(strings = {"\0", " ", "\n", "\t", "\r", "\u0085", "\u00a0", "\u2028"})
  void nameThatNobodyCanHave_isAllowedNowhere(String hidden) {
    for (String host : new String[] {"192.0.2.1" + hidden, hidden + "db", "db" + hidden + ".lan"}) {
      assertThat(parse("*:80").allowsConnecting(new Endpoint.Tcp(host, 80))).isFalse();
      assertThat(parse("*:80").allowsListening(new Endpoint.Tcp(host, 80))).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        ":80",
        "localhost:",
        "localhost:80-",
        "localhost:-80",
        "localhost:**",
        "localhost:80,443",
        "localhost:http",
        "localhost:100000",
        "run/x.sock",
        "localhost:8 0"
      })
  void whatIsNoPattern_isToldWithWhatOneLooksLike(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "`" + text + "` is none of host:port, host:low-high, host:* and /path/of/a/socket");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost:0", "localhost:0-80", "localhost:65536", "localhost:1-65536", "h:2-1"})
  void portsThatDoNotExist_areToldWithThoseThatDo(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`" + text + "` has no ports from 1 to 65535");
  }

  @Test
  void largestPorts_areAPattern() {
    assertThat(parse("localhost:65535").allowsConnecting(new Endpoint.Tcp("::1", 65535))).isTrue();
  }

  private static EndpointPattern parse(String text) {
    return EndpointPattern.parse(text);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "db-01:5432,           db-01:5432",
    "db-01:5000-5010,      db-01:*",
    "db-01:*,              db-01:*",
    "*.example.com:443,    *:443",
    "localhost:80,         localhost:80 127.0.0.1:80 [::1]:80",
    "127.0.0.53:53,        127.0.0.53:53 localhost:53 127.0.0.1:53 [::1]:53",
    "2001:db8::1:22,       [2001:db8::1]:22",
    "[2001:db8::1]:22,     [2001:db8::1]:22",
    "/run/a.sock,          ''",
  })
  void permitOpenOfTheBackend_isAtLeastAsWide(String pattern, String permitOpen) {
    assertThat(String.join(" ", EndpointPattern.parse(pattern).permitOpen().toList()))
        .isEqualTo(permitOpen);
  }
}
