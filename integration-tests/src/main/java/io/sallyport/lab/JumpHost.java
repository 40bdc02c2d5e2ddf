package io.sallyport.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Sallyport is compared with: the system's own sshd as a plain jump host, and behind it a
 * second sshd with the configuration of the lab's backend, except that it knows the user's key
 * itself instead of asking a verifier.
 *
 * <p>The service account's key opens both, for the login {@value Lab#LOGIN}.
 */
public final class JumpHost implements AutoCloseable {
  private static final String KEYS = SshdNamespace.INSIDE + "/authorized_keys";

  private final LabFolder folder;
  private final int jumpPort;
  private final int backendPort;
  private final Daemon jump;
  private final Daemon backend;

  private JumpHost(LabFolder folder) {
    this.folder = folder;
    List<Integer> free = Ports.free(2);
    jumpPort = free.get(0);
    backendPort = free.get(1);
    LabFolder.write(
        file("authorized_keys"), SshKeys.publicKey(folder.serviceAccountKey()) + " user\n");
    LabFolder.write(file("plain_sshd_config"), backendConfig());
    LabFolder.write(file("jump_sshd_config"), jumpConfig());
    backend = SshdNamespace.sshd(folder, "plain-backend", "plain_sshd_config");
    jump = SshdNamespace.sshd(folder, "jump-host", "jump_sshd_config");
  }

  /** Starts both next to a lab whose backend is OpenSSH's, too. */
  public static JumpHost start(Lab lab) {
    JumpHost host = new JumpHost(lab.folder());
    Runtime.getRuntime().addShutdownHook(new Thread(host::close, "stop the jump host"));
    try {
      host.backend.start();
      host.jump.start();
      return host;
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  public int jumpPort() {
    return jumpPort;
  }

  /** The port of the backend behind it. */
  public int backendPort() {
    return backendPort;
  }

  /** The jump host's own sshd. */
  public Daemon jump() {
    return jump;
  }

  /** The backend behind it. */
  public Daemon backend() {
    return backend;
  }

  @Override
  public void close() {
    jump.close();
    backend.close();
  }

  /** Stock defaults but for what a namespace on a loopback port needs. */
  private String jumpConfig() {
    return """
    ListenAddress 127.0.0.1:%d
    HostKey %s/host_key
    PidFile none
    UsePAM no
    AuthorizedKeysFile %s
    """
        .formatted(jumpPort, SshdNamespace.INSIDE, KEYS);
  }

  /** The lines of the lab's backend, with another port and another way to know the key. */
  private String backendConfig() {
    return "ListenAddress 127.0.0.1:%d\nAuthorizedKeysFile %s\n".formatted(backendPort, KEYS)
        + read(file("sshd_config"))
            .lines()
            .filter(line -> Stream.of("Listen", "AuthorizedKeys").noneMatch(line::startsWith))
            .collect(Collectors.joining("\n", "", "\n"));
  }

  private Path file(String name) {
    return folder.backend().resolve(name);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new LabException("could not read " + file + ": " + e.getMessage(), e);
    }
  }
}
