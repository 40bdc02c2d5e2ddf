package io.sallyport.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Ed25519 key files made by the system's ssh-keygen. */
public final class SshKeys {
  private SshKeys() {}

  /** Makes a key pair, private half in {@code file}, unless it is already there. */
  public static Path generate(Path file, String comment) {
    if (!Files.exists(file)) {
      Tool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file.toString());
    }
    return file;
  }

  /** The public half of a key file, {@code type base64}, without the comment. */
  public static String publicKey(Path privateKey) {
    String[] words = words(Path.of(privateKey + ".pub"));
    return words[0] + " " + words[1];
  }

  /** Type, base64 and comment of a public key file or a certificate. */
  public static String[] words(Path publicKey) {
    try {
      return Files.readString(publicKey).strip().split(" ", 3);
    } catch (IOException e) {
      throw new LabException("could not read " + publicKey + ": " + e.getMessage(), e);
    }
  }

  /** The RFC 7638 thumbprint of a key file's public half, as {@code cnf.jkt} names it. */
  public static String thumbprint(Path privateKey) {
    SshBlob blob = SshBlob.ofBase64(words(Path.of(privateKey + ".pub"))[1]);
    blob.string(); // type
    return thumbprint(blob.string());
  }

  /** The RFC 7638 thumbprint of an Ed25519 key, given as its point. */
  static String thumbprint(byte[] point) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String jwk =
        "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}"
            .formatted(encoder.encodeToString(point));
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return encoder.encodeToString(sha256.digest(jwk.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The {@code SHA256:…} fingerprint of a key file. */
  public static String fingerprint(Path privateKey) {
    return Tool.run("ssh-keygen", "-l", "-f", privateKey + ".pub").split(" ", 3)[1];
  }
}
