package io.sallyport.bastion;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.gate.GateLimits;
import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.policy.VouchingKind;
import io.sallyport.bastion.portal.PortalTls;
import io.sallyport.bastion.relay.KeepAlive;
import io.sallyport.config.Address;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

  private static final String PORTAL = "http://127.0.0.1:1";

  private final Path folder;
  private final BastionFiles files;

  SettingsTest(@TempDir Path folder) {
    this.folder = folder;
    this.files = new BastionFiles(folder).write(PORTAL);
  }

  @Test
  void whatIsLeftOut_hasADefault() {
    BastionConfig config = good().config();

    assertThat(config.portal().serverGroup()).isEqualTo("bastion");
    assertThat(config.portal().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.gate()).isEqualTo(new GateLimits(1000, 100));
    assertThat(config.keepalive()).isEqualTo(new KeepAlive.Settings(Duration.ofSeconds(30), 3));
    assertThat(config.chacha20()).isFalse();
    assertThat(config.allTargets().find("web-01", 22).orElseThrow())
        .isEqualTo(new Target("web-01", 22, new Address("127.0.0.1", 2201), "default"));
  }

  private static final String ISSUER =
      "service_account_issuer: {issuer: https://b.example/, bastion_id: b-01, jwks: own.json}\n";

  @Test
  void everyKey_standsInTheSettings() {
    files
        .with("  access_token", "  server_group: gates\n  timeout: 1m\n  access_token")
        .with("names:", "gate: {max_connections: 7, max_connections_per_address: 3}\nnames:")
        .with("names:", "keepalive: {interval: 1h, unanswered: 100}\nnames:")
        .with("names:", "chacha20: true\nnames:")
        .with("\"127.0.0.1:2201\"}", "\"127.0.0.1:2201\", port: 2222, group: web, legacy}")
        .with("legacy}", "legacy_algorithms: true, vouching: portal-certificate}");

    BastionConfig config = good().config();

    assertThat(config.portal().serverGroup()).isEqualTo("gates");
    assertThat(config.portal().timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.portal().accessToken().orElseThrow().reveal())
        .isEqualTo(BastionFiles.ACCESS_TOKEN);
    assertThat(config.gate()).isEqualTo(new GateLimits(7, 3));
    assertThat(config.keepalive()).isEqualTo(new KeepAlive.Settings(Duration.ofHours(1), 100));
    assertThat(config.chacha20()).isTrue();
    assertThat(config.allTargets().find("web-01", 2222).orElseThrow())
        .isEqualTo(
            new Target(
                "web-01",
                2222,
                new Address("127.0.0.1", 2201),
                "web",
                true,
                VouchingKind.PORTAL_CERTIFICATE,
                Optional.empty()));
    assertThat(config.state()).isEqualTo(folder.resolve("state"));
  }

  @Test
  void everyKeyOfThePortal_standsInTheSettings() {
    String pin = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    files.put("signing", "a secret\n", "rw-------");
    files.with(PORTAL, "https://portal.example.com");
    files.with(
        "  access_token",
        "  tls: {min_version: \"1.2\", pin: %s}\n  proxy: http://proxy.example.com:3128\n"
                .formatted(pin)
            + "  request_signing_secret: {file: signing}\n  access_token");

    var portal = good().config().portal();

    assertThat(portal.tls())
        .isEqualTo(
            new PortalTls(
                "1.2", Optional.empty(), Optional.of(pin), Optional.empty(), Optional.empty()));
    assertThat(portal.proxy()).contains(URI.create("http://proxy.example.com:3128"));
    assertThat(portal.requestSigningSecret().orElseThrow().reveal()).isEqualTo("a secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls: {ca: none.pem}                     | none.pem: does not exist",
        "tls: {min_version: \"1.1\"}             | `min_version` must be",
        "tls: {pin: sha256//x}                   | `pin` must be",
        "tls: {certificate: portal.pem}          | `certificate` and `key` go together",
        "tls: {key: portal.pem}                  | `certificate` and `key` go together",
        "proxy: socks5://proxy.example.com:1080  | `proxy` must be http://",
      })
  void keyOfThePortalThatCannotWork_isAProblem(String key, String words) {
    files.with(PORTAL, "https://portal.example.com");
    files.with("  access_token", "  " + key + "\n  access_token");

    assertThat(report()).contains(words);
  }

  @Test
  void bastionThatEnrolsByItself_isGood_andBothOrNeitherIsAProblem() {
    String token = "  access_token: {file: access-token}\n";
    String enrolment = "  enrolment: {client_id: pam-access, tokens: tokens.json}\n";
    files.with(token, enrolment);

    assertThat(good().config().portal().enrolment().orElseThrow().tokens())
        .isEqualTo(folder.resolve("tokens.json"));
    files.with(enrolment, enrolment + token);
    assertThat(report()).contains("write either `access_token` or `enrolment`");
    files.with(enrolment + token, "");
    assertThat(report()).contains("write either `access_token` or `enrolment`");
  }

  @Test
  void tlsWithoutHttps_isAProblem() {
    files.with("  access_token", "  tls: {min_version: \"1.2\"}\n  access_token");

    assertThat(report()).contains("`tls` has no effect with http://");
  }

  @Test
  void targetThatMakesAccounts_isOneWithAVerifier() {
    files.with("\"127.0.0.1:2201\"}", "\"127.0.0.1:2201\", provision: true}");
    assertThat(good().config().allTargets().find("web-01", 22).orElseThrow().provision()).isTrue();

    files.with("provision: true}", "provision: true, vouching: portal-certificate}");
    assertThat(report()).contains("`provision` takes a verifier on the backend");
  }

  @Test
  void vouchingOfAnotherKind_isAProblem_andTheKindsAreNamed() {
    files.with("\"127.0.0.1:2201\"}", "\"127.0.0.1:2201\", vouching: certificate}");

    assertThat(report()).contains("must be one of token, portal-certificate, not `certificate`");
  }

  @ParameterizedTest
  @CsvSource({
    "issuer: '', '`issuer` must be 1 to 200 characters'",
    "issuer: https://b.example/ bad, '`issuer` must be'",
    "bastion_id: '', '`bastion_id` must be'",
  })
  void issuerThatNoTokenCouldName_isAProblem(String wrong, String message) {
    String key = wrong.substring(0, wrong.indexOf(':'));
    files.with("names:", ISSUER.replaceAll(key + ": \\S+(?=[,}])", wrong) + "names:");

    assertThat(report()).contains(message);
  }

  @Test
  void issuerForServiceAccounts_withoutAny_isAProblem() {
    files.with("names:", ISSUER + "names:").with("service_accounts: service-accounts.conf\n", "");

    assertThat(report())
        .contains("`service_account_issuer` has no effect without `service_accounts`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "identity_cache_key: cache.key | has no effect without `offline` or `break_glass`",
        "offline: {max: 59s}           | offline.max: must be between 1m and 7d",
        "offline: {max: 8d}            | offline.max: must be between 1m and 7d",
        "break_glass: {people: []}     | `people` is empty; name those who may break the glass",
        "break_glass: {}               | people",
        "break_glass: {people: [alice], max: 31d} | break_glass.max: must be between 1h and 30d",
      })
  void whatCannotBeMeantAboutOutages_isAProblem(String line, String message) {
    files.with("names:", line + "\nnames:");

    assertThat(report()).contains(message);
  }

  @Test
  void publicAddressAndBanner_areOptional_andStandInTheSettings() {
    assertThat(good().config().publicAddress()).isEmpty();
    assertThat(good().banner()).isEmpty();

    files.put("banner.txt", "Only for members: https://example.com/rules\n", "rw-r--r--");
    files.with("names:", "banner: banner.txt\npublic_address: bastion.example.com:2200\nnames:");

    assertThat(good().config().publicAddress()).contains(new Address("bastion.example.com", 2200));
    assertThat(good().banner().orElseThrow())
        .hasToString("Only for members: https://example.com/rules\r\n");
  }

  @Test
  void bannerThatCannotBeShown_isAProblem() {
    files.with("names:", "banner: banner.txt\nnames:");
    assertThat(report()).contains("banner.txt: the banner does not exist");

    files.put("banner.txt", "\u001b]0;title\u0007", "rw-r--r--");
    assertThat(report()).contains("banner.txt: the banner cannot be read", "U+001B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bastion.example.com:0", "bastion.example.com", ":22", "a b:22"})
  void publicAddressThatIsNone_isAProblem(String address) {
    files.with("names:", "public_address: \"" + address + "\"\nnames:");

    assertThat(report()).contains("public_address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "*", "", "[::1]"})
  void nameThatNoClientCouldAskFor_isAProblem(String name) {
    files.with("[bastion]", "[bastion, \"" + name + "\"]");

    assertThat(report()).contains("is not a host name");
  }

  @Test
  void bastionWithoutServiceAccounts_isGood() {
    files.with("service_accounts: service-accounts.conf\n", "");

    assertThat(good().serviceAccounts().named("ansible")).isEmpty();
  }

  @Test
  void everythingWrongInTheConfiguration_isReportedAtOnce_andNothingIsMade() {
    files
        .with("names: [bastion]", "nmaes: [bastion]")
        .with("access-token}", "no-such-file}")
        .with("web-01", "WEB_01.");

    assertThat(report())
        .contains("bastion.yaml:2: ", "nmaes", "names")
        .contains("no-such-file")
        .contains("must be a host name in lower case")
        .doesNotContain("Exception");
    assertNothingWasMade();
  }

  @Test
  void everythingWrongInTheFilesThatItNames_isReportedAtOnce_andNothingIsMade() throws IOException {
    files.put("policy.yaml", "rules:\n  - {name: r, targets: [t], logins: [l]}\n", "rw-r--r--");
    files.put("service-accounts.conf", "[ansible]\nkey = x\n", "rw-r--r--");
    Files.delete(folder.resolve("known_hosts"));

    assertThat(report())
        .contains("policy.yaml:2: ", "the rule is for nobody")
        .contains("service-accounts.conf", "chmod 640")
        .contains("known_hosts: cannot be read")
        .doesNotContain("Exception");
    assertNothingWasMade();
  }

  @Test
  void accessTokenThatOthersCanRead_isReportedWithTheRemedy_andNotShown() {
    files.put("access-token", BastionFiles.ACCESS_TOKEN, "rw-r--r--");

    assertThat(report()).contains("chmod 600").doesNotContain(BastionFiles.ACCESS_TOKEN);
  }

  @Test
  void damagedMasterSecret_isReported() throws IOException {
    Files.createDirectory(
        folder.resolve("state"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    files.put("state/master-secret", "too short", "rw-------");

    assertThat(report()).contains("master-secret has 9 bytes instead of 32");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://portal.example.com",
        "https://10.0.0.1/sso",
        "http://127.0.0.1:18080",
        "http://127.1.2.3",
        "http://[::1]:18080",
        "http://localhost:18080"
      })
  void portalWithTls_orOnThisMachine_isGood(String url) {
    files.with(PORTAL, url);

    assertThat(good().config().portal().url()).hasToString(url);
  }

  @ParameterizedTest(name = "N45 {0}")
  @ValueSource(
      strings = {
        "http://portal.example.com",
        "http://10.0.0.1",
        "http://localhost.example.com",
        "http://localhost@portal.example.com",
        "http://127.0.0.1.example.com",
        "http://0.0.0.0",
        "http://[2001:db8::1]",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "portal.example.com"
      })
  void portalWithoutTls_elsewhere_isAProblem(String url) {
    files.with(PORTAL, url);

    assertThat(report()).contains(": portal", "https://");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99ms", "61s", "0s", "5"})
  void timeoutOutOfRange_isAProblem(String timeout) {
    files.with("  access_token", "  timeout: " + timeout + "\n  access_token");

    assertThat(report()).contains("portal.timeout");
  }

  @ParameterizedTest
  @CsvSource({
    "interval, 999ms", "interval, 3601s", "interval, 0s", "interval, 30",
    "unanswered, 0", "unanswered, 101", "unanswered, -1", "intervall, 30s"
  })
  void keepaliveOutOfRange_isAProblem(String key, String value) {
    files.with("names:", "keepalive: {" + key + ": " + value + "}\nnames:");

    assertThat(report()).contains("keepalive." + key);
  }

  @Test
  void keepaliveAtItsLeast_isGood() {
    files.with("names:", "keepalive: {interval: 1s, unanswered: 1}\nnames:");

    assertThat(good().config().keepalive())
        .isEqualTo(new KeepAlive.Settings(Duration.ofSeconds(1), 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"maybe", "1", "\"\""})
  void chacha20_isYesOrNo(String value) {
    files.with("names:", "chacha20: " + value + "\nnames:");

    assertThat(report()).contains("chacha20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Web", "web-01.", "-web", "web 01", "web*", "a/b", ".web"})
  void targetNameThatNobodyCouldAskFor_isAProblem(String name) {
    files.with("name: web-01", "name: \"" + name + "\"");

    assertThat(report()).contains("must be a host name in lower case");
  }

  @Test
  void twoTargetsOfOneNameAndPort_areAProblem_andOfTwoPortsAreNot() {
    files.with("targets:", "targets:\n  - {name: web-01, port: 2222, address: \"127.0.0.1:1\"}");
    assertThat(good().config().targets()).hasSize(2);

    files.with("port: 2222", "port: 22");
    assertThat(report()).contains("there are two targets `web-01` with port 22");
  }

  @Test
  void bastionWithoutAName_isAProblem() {
    files.with("[bastion]", "[]");

    assertThat(report()).contains("`names` is empty");
  }

  private Settings good() {
    return switch (Settings.read(files.config())) {
      case Settings.Read.Good(var settings) -> settings;
      case Settings.Read.Bad(var problems) -> throw new AssertionError(problems);
    };
  }

  private String report() {
    return Settings.read(files.config()) instanceof Settings.Read.Bad(var problems)
        ? String.join("\n", problems)
        : "good";
  }

  private void assertNothingWasMade() {
    assertThat(folder.resolve("state")).doesNotExist();
    assertThat(folder.resolve("recordings")).doesNotExist();
    assertThat(folder.resolve("audit.jsonl")).doesNotExist();
  }
}
