package io.sallyport.embeddedportal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Address;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PortalConfigTest {
  private static final Path EXAMPLES = Path.of("../config/examples");

  @TempDir Path folder;

  @Test
  void example_isReadAsItIsExplained() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.write("portal.yaml", Files.readString(EXAMPLES.resolve("portal.yaml")));
    files.writePrivate("bastion-01-access-token", PortalFiles.ACCESS_TOKEN);
    files.writePrivate("sallyport-client-secret", PortalFiles.CLIENT_SECRET);
    PortalConfig config = files.config();
    Client client = config.clients().getFirst();
    assertThat(client.secret().orElseThrow().reveal()).isEqualTo(PortalFiles.CLIENT_SECRET);
    Bastion bastion = config.bastions().getFirst();
    assertThat(bastion.accessToken().reveal()).isEqualTo(PortalFiles.ACCESS_TOKEN);
    assertThat(config)
        .isEqualTo(
            new PortalConfig(
                new Address("127.0.0.1", 18080),
                URI.create("http://127.0.0.1:18080/"),
                folder.resolve("portal-state"),
                folder.resolve("portal.sock"),
                Duration.ofMinutes(10),
                Duration.ofMinutes(5),
                Duration.ofDays(1),
                List.of(
                    new Person(
                        "alice",
                        List.of("ops"),
                        Map.of("cn", "Alice", "mail", "alice@example.com")),
                    new Person("bob", List.of("dev"), Map.of())),
                Optional.of(folder.resolve("service-accounts.conf")),
                List.of(new Bastion("bastion-01", "bastion", bastion.accessToken())),
                List.of(new Client("sallyport", client.secret(), "bastion")),
                List.of(
                    new Rule("bastion", Set.of(Service.SSH), List.of("ops", "service-accounts")))));
  }

  @Test
  void defaults() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.write(
        "portal.yaml",
        """
        listen: "[::1]:0"
        issuer: https://portal.example
        state: state
        control: portal.sock
        """);
    PortalConfig config = files.config();
    assertThat(config.tokenTtl()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.bastionTokenTtl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.people()).isEmpty();
    assertThat(config.bastions()).isEmpty();
    assertThat(config.clients()).isEmpty();
    assertThat(config.rules()).isEmpty();
    assertThat(config.serviceAccounts()).isEmpty();
  }

  @Test
  void text_doesNotShowAccessTokens() throws IOException {
    assertThat(PortalFiles.in(folder).config().toString())
        .doesNotContain(PortalFiles.ACCESS_TOKEN, PortalFiles.CLIENT_SECRET)
        .contains("(secret)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "127.8.8.8:0", "localhost:0", "'[::1]:0'"})
  void loopback_isListenedOn(String address) throws IOException {
    assertThat(PortalFiles.in(folder).problems("127.0.0.1:0", address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0:0", "192.0.2.1:0", "'[::]:0'", "portal.example:0", "127.0.0.1.example:0"})
  void everyOtherAddress_isAProblemThatNamesTheProxy(String address) throws IOException {
    assertThat(PortalFiles.in(folder).problems("127.0.0.1:0", address))
        .contains("listen", "loopback", "put a TLS proxy in front");
  }

  @ParameterizedTest
  @CsvSource({
    "token_ttl, 1s, true",
    "token_ttl, 999ms, false",
    "token_ttl, 1h, true",
    "token_ttl, 3601s, false",
    "bastion_token_ttl, 1s, true",
    "bastion_token_ttl, 999ms, false",
    "bastion_token_ttl, 300s, true",
    "bastion_token_ttl, 301s, false",
  })
  void lives_haveLimits(String key, String life, boolean allowed) throws IOException {
    String problems = PortalFiles.in(folder).problems("control:", key + ": " + life + "\ncontrol:");
    assertThat(problems.isEmpty()).as(problems).isEqualTo(allowed);
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "http://portal.example/ | ftp://portal.example/   | is not the address of a portal",
        "http://portal.example/ | portal.example          | issuer: must be a URL",
        "http://portal.example/ | http://portal.example/?x| is not the address of a portal",
        "http://portal.example/ | http://a:b@c/           | is not the address of a portal",
        "state: state           | state: a;b              | semicolon",
        "name: dwho             | name: rtyler            | people[1].name: is there already",
        "name: dwho             | name: Dwho              | is not a login name",
        "name: dwho             | name: 'd who'           | is not a login name",
        "timelords]             | service-accounts]       | stands for service accounts",
        "timelords]             | ``]                     | groups: names have 1 to 255 characters",
        "uid: dwho,             | authorized: yes,        | attributes",
        "id: backend-01         | id: bastion-01          | bastions[1].id: is there already",
        "id: backend-01         | id: 'a b'               | `a b` cannot be used",
        "group: backend,        | group: 'a b',           | `a b` cannot be used",
        "file: backend-token    | file: bastion-token     | bastions[1].access_token: is there already",
        "id: anybody            | id: sallyport           | clients[1].id: is there already",
        "id: anybody            | id: 'a b'               | `a b` cannot be used",
        "anybody, group: backend| anybody, group: 'a b'   | `a b` cannot be used",
        "id: anybody            | id: anybody, secrets: x | secret",
        "[ssh, sudo]            | [ssh, ftp]              | ftp",
        "rules:                 | rulez:                  | rules",
      })
  void mistakes_areProblems(String old, String replacement, String problem) throws IOException {
    assertThat(PortalFiles.in(folder).problems(old, replacement.replace("``", "''")))
        .contains(problem);
  }

  @ParameterizedTest
  @CsvSource({"31, false", "32, true", "512, true", "513, false"})
  void accessTokens_have32To512Characters(int length, boolean allowed) throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.writePrivate("bastion-token", "a".repeat(length));
    String problems = files.problems("rules:", "rules:");
    assertThat(problems.isEmpty()).isEqualTo(allowed);
    assertThat(problems).doesNotContain("aaaa");
  }

  @Test
  void accessTokenThatAHeaderCannotCarry_isAProblem() throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.writePrivate("bastion-token", "a".repeat(40) + " b");
    assertThat(files.problems("rules:", "rules:")).contains("access_token", "openssl rand -hex 32");
  }

  @ParameterizedTest
  @CsvSource({"31, false", "32, true", "512, true", "513, false"})
  void clientSecrets_have32To512Characters(int length, boolean allowed) throws IOException {
    PortalFiles files = PortalFiles.in(folder);
    files.writePrivate("client-secret", "!".repeat(length));
    String problems = files.problems("rules:", "rules:");
    assertThat(problems.isEmpty()).isEqualTo(allowed);
    assertThat(problems).doesNotContain("!!!!");
  }
}
