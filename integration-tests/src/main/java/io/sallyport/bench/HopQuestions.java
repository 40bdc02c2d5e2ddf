package io.sallyport.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sallyport.lab.Lab;
import io.sallyport.lab.LabException;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.Tool;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Hops that the backend lets in, as many as wanted: each with a certificate of its own around a
 * token of its own, by an issuer that the verifier knows.
 */
final class HopQuestions {
  static final String ISSUER = "https://bench.invalid/";

  private static final String HEADER = "{\"alg\":\"EdDSA\",\"typ\":\"JWT\",\"kid\":\"bench\"}";

  /** The verifier takes no longer lives. */
  private static final Duration LIFE = Duration.ofMinutes(5);

  private static final int POINT_LENGTH = 32;

  private final KeyPair issuer = ed25519();
  private final Path key;
  private final Path authority;

  /** Keeps its keys in this folder. */
  HopQuestions(Path folder) {
    key = SshKeys.generate(folder.resolve("bench-hop"), "hop");
    authority = SshKeys.generate(folder.resolve("bench-hop-ca"), "hop CA");
  }

  /** The issuer's key set in a file. */
  Path keySet(Path file) {
    byte[] spki = issuer.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(spki, spki.length - POINT_LENGTH, spki.length);
    return LabFolder.write(
        file,
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"bench\",\"x\":\"%s\"}]}"
            .formatted(base64Url(point)));
  }

  /** What sshd says of a hop: login, type of key, key. Good for five minutes, once. */
  List<String> next() {
    String options =
        "-q -I bench -n %s -V always:forever -O clear -O permit-pty".formatted(Lab.LOGIN);
    String[] command =
        Stream.of(
                Stream.of("ssh-keygen", "-s", authority.toString()),
                Arrays.stream(options.split(" ", -1)),
                Stream.of("-O", "extension:bastion-token@sallyport=" + token(), key + ".pub"))
            .flatMap(words -> words)
            .toArray(String[]::new);
    Tool.run(command);
    String[] certificate = SshKeys.words(Path.of(key + "-cert.pub"));
    return List.of(Lab.LOGIN, certificate[0], certificate[1]);
  }

  private String token() {
    String signed =
        base64Url(HEADER.getBytes(US_ASCII)) + "." + base64Url(claims().getBytes(US_ASCII));
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(issuer.getPrivate());
      signature.update(signed.getBytes(US_ASCII));
      return signed + "." + base64Url(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new LabException("a token could not be signed", e);
    }
  }

  private String claims() {
    long now = Instant.now().getEpochSecond();
    return """
    {"iss":"%s","sub":"ansible","aud":"pam:bastion-backend","jti":"%s","iat":%d,"nbf":%3$d,"exp":%d,
    "bastion_id":"bastion-01","bastion_group":"bastion","target_host":"web-01",
    "target_group":"default","target_login":"%s","user_groups":["service-accounts"],
    "cnf":{"jkt":"%s"},"sid":"bench"}\
    """
        .formatted(
            ISSUER,
            UUID.randomUUID(),
            now,
            now + LIFE.toSeconds(),
            Lab.LOGIN,
            SshKeys.thumbprint(key));
  }

  private static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair ed25519() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new LabException("this JDK has no Ed25519", e);
    }
  }
}
