package io.sallyport.bastion.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** An authority that signs with the real ssh-keygen. */
public final class KeygenAuthority {

  private final Path folder;

  public KeygenAuthority(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    generate("ca");
  }

  public Path folder() {
    return folder;
  }

  /** The line of its public key. */
  public String publicKey() throws IOException {
    return Files.readString(folder.resolve("ca.pub")).strip();
  }

  public String publicKeyOf(String user) throws IOException, InterruptedException {
    if (Files.notExists(folder.resolve(user))) {
      generate(user);
    }
    return Files.readString(folder.resolve(user + ".pub")).strip();
  }

  /** A certificate for the user's own key. */
  public OpenSshCertificate certify(String user, long serial)
      throws IOException, InterruptedException {
    var _ = publicKeyOf(user);
    run("-s", "ca", "-I", "of " + user, "-n", user, "-z", "" + serial, "-V", "+1h", user + ".pub");
    String line = Files.readString(folder.resolve(user + "-cert.pub"));
    byte[] blob = Base64.getDecoder().decode(line.split(" ", 3)[1]);
    return (OpenSshCertificate) new ByteArrayBuffer(blob).getRawPublicKey();
  }

  /** A KRL of this specification (ssh-keygen(1), KEY REVOCATION LISTS). */
  public byte[] revoke(String specification) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("specification"), specification);
    run("-k", "-f", "krl", "-s", "ca.pub", "specification");
    return Files.readAllBytes(folder.resolve("krl"));
  }

  private void generate(String name) throws IOException, InterruptedException {
    run("-t", "ed25519", "-N", "", "-C", name, "-f", name);
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(output);
    }
  }
}
