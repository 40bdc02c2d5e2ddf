package io.sallyport.bastion.offline;

import io.sallyport.config.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The 32 bytes under which the identity cache is sealed: a file that the operator keeps apart from
 * the database; or else derived from the bastion's master secret and this machine's id, so that a
 * copy of the state folder is of no use on another machine.
 */
final class CacheKey {

  static final Path MACHINE_ID = Path.of("/etc/machine-id");

  private static final Logger log = LoggerFactory.getLogger(CacheKey.class);
  private static final int LENGTH = 32;

  private CacheKey() {}

  /**
   * The key in this file.
   *
   * @param mayBeNew whether it is made when it is missing
   * @throws IOException with what is wrong with the file, and what to do
   */
  static byte[] ofFile(Path file, boolean mayBeNew) throws IOException {
    if (Files.notExists(file)) {
      if (!mayBeNew) {
        throw new IOException(
            ("%1$s does not exist, and what is known offline was sealed with another key; put the file"
                    + " back, or give that up by a new one: (umask 077; head -c 32 /dev/urandom > %1$s)")
                .formatted(file));
      }
      byte[] fresh = new byte[LENGTH];
      new SecureRandom().nextBytes(fresh);
      PrivateFile.write(file, fresh);
      log.info("Made a new key for the identity cache: {}", file);
    }
    byte[] key = PrivateFile.read(file);
    if (key.length != LENGTH) {
      throw new IOException(
          "%s has %d bytes instead of %d; restore it from a backup, or remove it"
              .formatted(file, key.length, LENGTH));
    }
    return key;
  }

  /**
   * The key that belongs to this machine.
   *
   * @param derive makes a key of this install's from a label
   * @throws IOException if the machine's id is there and cannot be read
   */
  static byte[] ofMachine(Function<String, byte[]> derive, Path machineId) throws IOException {
    return derive.apply("identity-cache:" + text(machineId));
  }

  private static String text(Path machineId) throws IOException {
    try {
      return Files.readString(machineId, StandardCharsets.US_ASCII).strip();
    } catch (NoSuchFileException _) {
      log.warn(
          "This machine has no {}; the identity cache is bound to the state folder only",
          machineId);
      return "";
    }
  }
}
