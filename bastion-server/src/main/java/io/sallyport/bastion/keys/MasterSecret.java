package io.sallyport.bastion.keys;

import io.sallyport.config.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The 32 random bytes from which every key of a bastion is derived (HKDF with SHA-256, RFC 5869).
 * Whoever has this file is the bastion.
 */
final class MasterSecret {

  static final String FILE = "master-secret";

  private static final int LENGTH = 32;
  private static final byte[] SALT =
      "sallyport master secret v1".getBytes(StandardCharsets.US_ASCII);

  private final byte[] secret;

  private MasterSecret(byte[] secret) {
    this.secret = secret;
  }

  /**
   * Reads the secret of this state folder, or makes it at the first start.
   *
   * @throws IOException if the file cannot be read or written, has the wrong mode or owner, or is
   *     damaged
   */
  static MasterSecret in(Path state) throws IOException {
    PrivateFile.createFolder(state);
    Path file = state.resolve(FILE);
    if (Files.notExists(file)) {
      byte[] fresh = new byte[LENGTH];
      new SecureRandom().nextBytes(fresh);
      PrivateFile.write(file, fresh);
    }
    return read(file);
  }

  /** Reads the secret if there is one. */
  static void check(Path state) throws IOException {
    Path file = state.resolve(FILE);
    if (Files.exists(file)) {
      var _ = read(file);
    }
  }

  private static MasterSecret read(Path file) throws IOException {
    byte[] secret = PrivateFile.read(file);
    if (secret.length != LENGTH) {
      throw new IOException(
          file
              + " has "
              + secret.length
              + " bytes instead of "
              + LENGTH
              + "; restore it from a backup");
    }
    return new MasterSecret(secret);
  }

  /** The 32 bytes that belong to this label, always the same ones. */
  byte[] derive(String label) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveData(
              HKDFParameterSpec.ofExtract()
                  .addIKM(secret)
                  .addSalt(SALT)
                  .thenExpand(label.getBytes(StandardCharsets.UTF_8), LENGTH));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("JDK 25 has HKDF-SHA256", e);
    }
  }
}
