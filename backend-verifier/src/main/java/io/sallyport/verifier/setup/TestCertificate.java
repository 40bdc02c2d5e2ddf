package io.sallyport.verifier.setup;

import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A certificate without a token, which lets nobody in: whoever shows it learns whether the verifier
 * is asked. Its files are gone when it is closed.
 *
 * @param folder that holds the key and the certificate
 * @param keyId by which the verifier's decision is found
 * @param login its only principal
 */
record TestCertificate(Path folder, String keyId, String login) implements AutoCloseable {

  static TestCertificate make(String login) throws IOException {
    Path folder = Files.createTempDirectory("sallyport-setup");
    var made = new TestCertificate(folder, "setup-test-" + UUID.randomUUID(), login);
    String key = made.key().toString();
    SystemCommand.must("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key);
    SystemCommand.must(
        "ssh-keygen", "-q", "-s", key, "-I", made.keyId, "-n", login, "-O", "clear", key + ".pub");
    return made;
  }

  /** The private key's file. */
  Path key() {
    return folder.resolve("key");
  }

  /** The certificate's file. */
  Path certificate() {
    return folder.resolve("key-cert.pub");
  }

  /** Its type and its bytes in Base64, as sshd hands them over. */
  String[] words() throws IOException {
    return Files.readString(certificate()).strip().split(" ", 3);
  }

  @Override
  public void close() throws IOException {
    SystemCommand.must("rm", "-rf", folder.toString());
  }
}
