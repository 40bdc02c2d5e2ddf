package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Loaded;
import io.sallyport.serviceaccounts.KeyFingerprints;
import io.sallyport.token.BastionToken;
import io.sallyport.token.KeyThumbprint;
import io.sallyport.token.SshEd25519Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A backend called web-01 with a portal's key set on disk, and hops to deploy on it whose
 * certificates are made by the real ssh-keygen.
 */
final class TestBackend {
  final Path folder;
  final Path socket;
  final Path audit;
  private final KeyPair portal = ed25519();
  private String issuer = "https://portal.example.com/";
  private String subject = "\"sub\":\"alice\"";
  private String login = "\"target_login\":\"deploy\",";
  private String principal = "deploy";

  TestBackend(Path folder) throws IOException {
    this.folder = folder;
    this.socket = folder.resolve("verifier.sock");
    this.audit = folder.resolve("audit.jsonl");
    Files.writeString(folder.resolve("jwks.json"), keySet());
  }

  /** A certificate as sshd hands it over, and the token in it. */
  record Hop(String type, String base64, String authority, String token) {}

  VerifierConfig config() throws IOException {
    return read(configFile());
  }

  /** The same with something else in the place of some of its words, or of some lines. */
  VerifierConfig configWith(String... rightAndWrong) throws IOException {
    Path file = configFile();
    String text = Files.readString(file);
    for (int i = 0; i < rightAndWrong.length; i += 2) {
      assertThat(text).contains(rightAndWrong[i]);
      text = text.replace(rightAndWrong[i], rightAndWrong[i + 1]);
    }
    return read(Files.writeString(file, text));
  }

  static VerifierConfig read(Path file) {
    return switch (VerifierConfigFile.read(file)) {
      case Loaded.Valid<VerifierConfig>(var config) -> config;
      case Loaded.Invalid<VerifierConfig> invalid -> throw new AssertionError(invalid.report());
    };
  }

  Path configFile() throws IOException {
    return Files.writeString(
        folder.resolve("verifier.yaml"),
        """
        socket: verifier.sock
        names: [web-01]
        issuers:
          - issuer: https://portal.example.com/
            jwks_file: jwks.json
        bastions:
          - id: bastion-01
        used_tokens: used-tokens
        audit: audit.jsonl
        """);
  }

  /** The same, with the authority of the hops and what counts while the portal is down. */
  Path configFileWithOffline(Hop hop, String offline) throws IOException {
    Path file = configFile();
    return Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "  - id: bastion-01\n",
                "  - id: bastion-01\n    hop_ca: %s\n%s".formatted(hop.authority(), offline)));
  }

  /** The same, with the issuer of a bastion, whose keys are in a file. */
  Path configFileWithAccounts(String jwksFile) throws IOException {
    Files.writeString(folder.resolve("own.json"), keySet());
    Path file = configFile();
    return Files.writeString(
        file,
        Files.readString(file)
                .replace(
                    "  - id: bastion-01\n",
                    """
                      - id: bastion-01
                        service_account_issuer:
                          issuer: https://bastion.example.com/
                          jwks_file: %s
                    """
                        .formatted(jwksFile))
            + "service_accounts: service-accounts.conf\n");
  }

  Path accountsFile(String name, String fingerprint) throws IOException {
    Path file = folder.resolve("service-accounts.conf");
    Files.writeString(file, "[%s]\nkey_fingerprint = %s\n".formatted(name, fingerprint));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  /** The configuration with a service account, which may log in by its own key. */
  VerifierConfig directLoginConfig(String name, String keyBase64) throws IOException {
    var _ = accountsFile(name, KeyFingerprints.of(Base64.getDecoder().decode(keyBase64)).sha256());
    Path file = configFile();
    Files.writeString(
        file,
        Files.readString(file) + "service_accounts: service-accounts.conf\ndirect_login: true\n");
    return switch (VerifierConfigFile.read(file)) {
      case Loaded.Valid<VerifierConfig>(var config) -> config;
      case Loaded.Invalid<VerifierConfig> invalid -> throw new AssertionError(invalid.report());
    };
  }

  /** From now on the tokens are about a service account, and signed by the bastion's own issuer. */
  void vouchesFor(String account, String fingerprint) {
    issuer = "https://bastion.example.com/";
    subject = "\"sub\":\"%s\",\"key_fp\":\"%s\"".formatted(account, fingerprint);
  }

  /** From now on the hops announce this person, and lead nowhere. */
  void announces(String person) {
    subject = "\"sub\":\"%s\"".formatted(person);
    login = "\"target_login\":\"%s\",".formatted(person);
    principal = BastionToken.INTRODUCTION_LOGIN;
  }

  /** From now on the tokens are like LemonLDAP's, which name no login. */
  void namesNoLogin() {
    login = "";
  }

  /** A good hop to a target, which is web-01 for a hop that gets in. */
  Hop hopTo(String target) throws IOException, InterruptedException {
    return hopTo(target, "permit-pty");
  }

  /** The same with another extension of sshd's, or {@code clear} for none. */
  Hop hopTo(String target, String permit) throws IOException, InterruptedException {
    PublicKey key = ed25519().getPublic();
    String token = token(key, target);
    return hop(key, token, target, permit, "extension:bastion-token@sallyport=" + token);
  }

  /** A good hop to web-01 with more options of ssh-keygen's. */
  Hop hopWith(String... options) throws IOException, InterruptedException {
    PublicKey key = ed25519().getPublic();
    String token = token(key, "web-01");
    List<String> all = new ArrayList<>(List.of(options));
    all.add("extension:bastion-token@sallyport=" + token);
    return hop(key, token, "web-01", all.toArray(String[]::new));
  }

  /** A hop with a token whose key is another's by now, in a session of its own. */
  Hop offlineHop() throws IOException, InterruptedException {
    String token = token(ed25519().getPublic(), "web-01");
    return hop(
        ed25519().getPublic(),
        token,
        "web-01",
        "extension:offline-token@sallyport=" + token,
        "extension:session@sallyport=s-2");
  }

  private Hop hop(PublicKey key, String token, String target, String... options)
      throws IOException, InterruptedException {
    Path ca = folder.resolve("ca");
    if (Files.notExists(ca)) {
      run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ca.toString());
    }
    Files.writeString(folder.resolve("hop.pub"), SshEd25519Key.of(key) + "\n");
    List<String> command =
        new ArrayList<>(List.of("ssh-keygen", "-q", "-s", ca.toString(), "-n", principal));
    command.addAll(List.of("-I", "bastion=bastion-01;user=alice;target=" + target + ";jti=j-1"));
    command.addAll(List.of("-O", "clear"));
    for (String option : options) {
      command.addAll(List.of("-O", option));
    }
    command.add(folder.resolve("hop.pub").toString());
    run(command.toArray(String[]::new));
    String[] line = Files.readString(folder.resolve("hop-cert.pub")).strip().split(" ", 3);
    String authority = SshEd25519Key.parse(Files.readString(folder.resolve("ca.pub"))).toString();
    return new Hop(line[0], line[1], authority, token);
  }

  /** The answer to sshd for a hop that gets in. */
  static String line(Hop hop) {
    return line(hop, "restrict,pty");
  }

  /** The same with these options, and until when it counts. */
  static String line(Hop hop, String options) {
    Instant until = BastionToken.parseUnverified(hop.token()).expiresAt().plusSeconds(30);
    return "cert-authority,principals=\"deploy\",%s,expiry-time=\"%s\" %s"
        .formatted(options, ExpiryTime.UTC.of(until).orElseThrow(), hop.authority());
  }

  private String token(PublicKey key, String target) {
    long now = Instant.now().getEpochSecond();
    String claims =
        """
        {"iss":"%s",%s,"aud":"pam:bastion-backend",\
        "jti":"j-1","iat":%d,"nbf":%d,"exp":%d,"bastion_id":"bastion-01",\
        "bastion_group":"bastion","target_host":"%s","target_group":"default",\
        %s"user_groups":["ops"],"cnf":{"jkt":"%s"},"sid":"s-1"}\
        """
            .formatted(issuer, subject, now, now, now + 300, target, login, KeyThumbprint.of(key));
    String signingInput =
        base64Url("{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"k\"}".getBytes(UTF_8))
            + "."
            + base64Url(claims.getBytes(UTF_8));
    return signingInput + "." + base64Url(sign(signingInput.getBytes(UTF_8)));
  }

  private byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(portal.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private String keySet() {
    byte[] blob = SshEd25519Key.of(portal.getPublic()).blob();
    byte[] point = Arrays.copyOfRange(blob, blob.length - 32, blob.length);
    return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k\",\"x\":\"%s\"}]}"
        .formatted(base64Url(point));
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
