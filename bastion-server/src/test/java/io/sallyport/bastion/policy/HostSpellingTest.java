package io.sallyport.bastion.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostSpellingTest {

  @ParameterizedTest(name = "N17 [{0}] is the backend itself")
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST",
        "localhost.",
        "LocalHost.",
        "127.0.0.1",
        "127.0.0.1.",
        "127.1",
        "127.0.1",
        "127.255.255.254",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "0X7F.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "::1",
        "[::1]",
        "0:0:0:0:0:0:0:1",
        "0::1",
        "::ffff:127.0.0.1",
        "[::ffff:127.0.0.1]",
        "::ffff:7f00:1",
        "::FFFF:7F00:0001",
        "0.0.0.0",
        "0",
        "0x0",
        "::",
        "[::]",
        "::ffff:0.0.0.0",
        "",
        "*",
        "[localhost]"
      })
  void everySpellingOfLoopback_isOne(String host) {
    assertThat(HostSpelling.toConnect(host)).isEqualTo("localhost");
  }

  @ParameterizedTest(name = "N17 what only looks like loopback is not ({index})")
  @ValueSource(
      strings = {
        "128.0.0.1",
        "126.255.255.255",
        "2130706432.1",
        "2147483648",
        "::2",
        "::ffff:128.0.0.1",
        "localhost.example.com",
        "mylocalhost",
        "localhost..",
        "127.0.0.1.example.com",
        "127.0.0.1 ",
        " localhost",
        "localhost\n",
        "localhost\0",
        "127.0.0.256",
        "0177.0.0.08",
        "127.0.0.0.1",
        "[localhost",
        ".",
      })
  void whatOnlyLooksLikeIt_isNot(String host) {
    assertThat(HostSpelling.toConnect(host)).isNotEqualTo("localhost");
  }

  @ParameterizedTest(name = "N18 {0} is {1}")
  @CsvSource({
    "db-01.example.com,  db-01.example.com",
    "DB-01.Example.COM,  db-01.example.com",
    "db-01.example.com., db-01.example.com",
    "DB-01.EXAMPLE.COM., db-01.example.com",
    "[db-01],            db-01",
    "192.0.2.1,          192.0.2.1",
    "0xc0.0.2.1,         192.0.2.1",
    "3221225985,         192.0.2.1",
    "0300.0.2.1,         192.0.2.1",
    "::ffff:192.0.2.1,   192.0.2.1",
    "2001:DB8::1,        2001:db8:0:0:0:0:0:1",
    "[2001:db8:0:0::1],  2001:db8:0:0:0:0:0:1",
  })
  void otherHosts_areSpelledInOneWay(String host, String spelled) {
    assertThat(HostSpelling.toConnect(host)).isEqualTo(spelled);
  }

  @ParameterizedTest(name = "N19 [{0}] listens on {1}")
  @CsvSource({
    "'',                *",
    "*,                 *",
    "0.0.0.0,           *",
    "0,                 *",
    "::,                *",
    "[::],              *",
    "::ffff:0.0.0.0,    *",
    "localhost,         localhost",
    "127.1,             localhost",
    "::1,               localhost",
    "::ffff:127.0.0.1,  localhost",
    "192.0.2.1,         192.0.2.1",
    "WEB-01.,           web-01",
  })
  void anAddressToListenOn_isAll_whereToConnectItWouldBeTheHost(String host, String spelled) {
    assertThat(HostSpelling.toListen(host)).isEqualTo(spelled);
  }
}
