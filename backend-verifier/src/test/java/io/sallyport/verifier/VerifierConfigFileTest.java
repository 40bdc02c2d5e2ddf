package io.sallyport.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Loaded;
import io.sallyport.jwks.JwksSettings;
import io.sallyport.verifier.VerifierConfig.Bastion;
import io.sallyport.verifier.VerifierConfig.Issuer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifierConfigFileTest {
  @TempDir Path folder;
  private TestBackend backend;

  @BeforeEach
  void makeBackend() throws IOException {
    backend = new TestBackend(folder);
  }

  @Test
  void exampleFile_isReadInFull() {
    Path examples = Path.of("../config/examples").toAbsolutePath().normalize();

    assertThat(VerifierConfigFile.read(examples.resolve("verifier.yaml")))
        .isEqualTo(
            new Loaded.Valid<>(
                new VerifierConfig(
                    Path.of("/run/sallyport-verifier/verifier.sock"),
                    List.of("web-01", "web-01.example.com"),
                    List.of(
                        new Issuer(
                            "https://portal.example.com/",
                            Optional.of(URI.create("https://portal.example.com/oauth2/jwks")),
                            examples.resolve("jwks.json"),
                            Duration.ofMinutes(5),
                            Duration.ofSeconds(30),
                            Duration.ofDays(7))),
                    List.of(
                        new Bastion(
                            "bastion-01",
                            Optional.of(
                                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUTyz1HwHReFVvD5obVsALAgJRNarH4TRpNePnAS"),
                            List.of(),
                            Optional.empty(),
                            Optional.empty())),
                    List.of(),
                    List.of(),
                    ExpiryTime.UTC,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Set.of(),
                    List.of(),
                    Duration.ofSeconds(300),
                    Duration.ofSeconds(30),
                    Optional.empty(),
                    examples.resolve("used-tokens"),
                    examples.resolve("verifier-audit.jsonl"))));
  }

  @Test
  void whatIsLeftOut_isAsTheExampleSays() throws IOException {
    VerifierConfig config = backend.config();

    assertThat(config.maxLife()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.skew()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.expiryTime()).isEqualTo(ExpiryTime.UTC);
    assertThat(config.limits()).isEmpty();
    assertThat(config.logins()).isEmpty();
    assertThat(config.issuers().getFirst().refresh()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.issuers().getFirst().maxStale()).isEqualTo(Duration.ofDays(7));
  }

  @ParameterizedTest(name = "{0} → {1}: {2}")
  @CsvSource({
    "'names: [web-01]', 'names: []', 'no name'",
    "'names: [web-01]', 'names: [\"we b\"]', 'not a host name'",
    "'issuers:', 'issuers: []\nx:', 'at least one issuer'",
    "'    jwks_file: jwks.json', '    jwks_file: jwks.json\n    jwks_url: http://10.0.0.1/', 'https'",
    "'    jwks_file: jwks.json', '    jwks_file: jwks.json\n    min_refresh: 999ms', '1s'",
    "'    jwks_file: jwks.json', '    jwks_file: jwks.json\n    min_refresh: 61m', '1h'",
    "'    jwks_file: jwks.json', '    jwks_file: jwks.json\n    min_refresh: 301s', 'longer than `refresh`'",
    "'  - id: bastion-01', '  - id: bastion-01\n    hop_ca: ssh-rsa AAAA', 'Ed25519'",
    "'  - id: bastion-01', '  - id: bastion-01\n  - id: bastion-01', 'twice'",
    "'  - id: bastion-01', '  - id: bastion-01\n    offline: {}', 'no effect without `hop_ca`'",
    "'audit: audit.jsonl', 'audit: audit.jsonl\nmax_life: 301s', '300s'",
    "'audit: audit.jsonl', 'audit: audit.jsonl\nskew: 121s', '120s'",
    "'audit: audit.jsonl', 'audit: audit.jsonl\nskeu: 1s', 'skew'",
    "'audit: audit.jsonl', '', 'audit'",
    "'  - id: bastion-01', '  - id: bastion-01\n    addresses: [bastion]', 'not an address'",
    "'  - id: bastion-01', '  - id: bastion-01\n    addresses: [192.0.2.0/33]', 'prefix of more'",
    "'  - id: bastion-01', '  - id: bastion-01\n    addresses: [1.2.3]', 'not an address'",
    "'audit:', 'limits: [{permit_open: [localhost]}]\naudit:', 'not host:port'",
    "'audit:', 'limits: [{permits: [tty]}]\naudit:', 'pty'",
    "'audit:', 'limits: [{command: ''x\\''}]\naudit:', 'backslash'",
    "'audit:', 'limits: [{command: \"a\\nb\"}]\naudit:', 'backslash'",
    "'audit:', 'logins: [{login: deploy, groups: []}]\naudit:', 'at least one group'",
    "'audit:', 'expiry_time: gmt\naudit:', 'utc'",
    "'audit: audit.jsonl', 'audit: audit.jsonl\ndirect_login: true', 'without `service_accounts`'",
    "'audit: audit.jsonl', 'audit: audit.jsonl\napproved_shells: [bash]', 'plain absolute path'",
    "'jwks_file: jwks.json', 'jwks_file: missing.json', 'does not exist'",
    "'jwks_file: jwks.json', 'jwks_file: verifier.yaml', 'not a key set'",
  })
  void problem_isReported(String right, String wrong, String message) throws IOException {
    Path file = backend.configFile();
    Files.writeString(file, Files.readString(file).replace(right, wrong));

    assertThat(VerifierConfigFile.read(file))
        .isInstanceOfSatisfying(
            Loaded.Invalid.class, invalid -> assertThat(invalid.report()).contains(message));
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource({
    "rw-------, own.json, 'service_accounts'",
    "rw-r--r--, own.json, 'chmod 640'",
    "rw-------, missing.json, 'bastions[0].service_account_issuer.jwks_file'",
    "rw-------, jwks.json, 'jwks_file'",
  })
  void problemAboutServiceAccounts_isReported(String mode, String keys, String message)
      throws IOException {
    Path accounts = backend.accountsFile("ansible", "SHA256:not-one");
    Files.setPosixFilePermissions(accounts, PosixFilePermissions.fromString(mode));

    assertThat(VerifierConfigFile.read(backend.configFileWithAccounts(keys)))
        .isInstanceOfSatisfying(
            Loaded.Invalid.class, invalid -> assertThat(invalid.report()).contains(message));
  }

  @Test
  void minRefresh_isTheMinimumIntervalOfTheIssuersKeys() throws IOException {
    Path file = backend.configFile();
    Files.writeString(
        file,
        Files.readString(file)
            .replace("jwks_file: jwks.json", "jwks_file: jwks.json\n    min_refresh: 7s"));

    assertThat(VerifierConfigFile.read(file))
        .isInstanceOfSatisfying(
            Loaded.Valid.class,
            valid ->
                assertThat(((VerifierConfig) valid.config()).issuers().getFirst().jwks())
                    .extracting(JwksSettings::minimumInterval)
                    .isEqualTo(Duration.ofSeconds(7)));
  }

  @Test
  void keySetThatThePortalWillSend_mayBeMissing() throws IOException {
    Path file = backend.configFile();
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "jwks_file: jwks.json",
                "jwks_file: missing.json\n    jwks_url: http://127.0.0.1:1/jwks"));

    assertThat(VerifierConfigFile.read(file)).isInstanceOf(Loaded.Valid.class);
  }
}
