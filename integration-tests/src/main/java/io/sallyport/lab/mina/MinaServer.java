package io.sallyport.lab.mina;

import io.sallyport.config.ConfigFile;
import io.sallyport.config.Loaded;
import io.sallyport.verifier.Verifier;
import io.sallyport.verifier.VerifierConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.file.nativefs.NativeFileSystemFactory;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * The main class of the backend without sshd: an SSH server on loopback that lets in whom the
 * verifier accepts, and runs what they ask for as the user who started it.
 */
public final class MinaServer {
  /** What is printed, followed by the address, when the server serves. */
  public static final String READY = "backend: listening on ";

  private MinaServer() {}

  /**
   * Serves until the process is ended.
   *
   * @param arguments port, host key file, verifier.yaml, and the folder of the home folders
   */
  static void main(String[] arguments) throws IOException, InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    Verifier verifier = verifier(Path.of(arguments[2]));
    SshServer server = server(port, Path.of(arguments[1]), verifier, Path.of(arguments[3]));
    server.start();
    IO.println(READY + "127.0.0.1:" + port);
    Thread.currentThread().join();
  }

  private static Verifier verifier(Path file) throws IOException {
    return switch (ConfigFile.read(file, VerifierConfig.class)) {
      case Loaded.Valid<VerifierConfig>(VerifierConfig config) ->
          Verifier.start(config, Clock.systemUTC());
      case Loaded.Invalid<VerifierConfig> invalid -> throw new IOException(invalid.report());
    };
  }

  private static SshServer server(int port, Path hostKey, Verifier verifier, Path homes) {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(port);
    server.setKeyPairProvider(new FileKeyPairProvider(hostKey));
    server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    server.setPublickeyAuthenticator(new VerifiedCertificates(verifier));
    server.setShellFactory(_ -> new LocalCommand(Optional.empty(), homes));
    server.setCommandFactory((_, command) -> new LocalCommand(Optional.of(command), homes));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    NativeFileSystemFactory files = new NativeFileSystemFactory();
    files.setUsersHomeDir(homes.toString());
    server.setFileSystemFactory(files);
    return server;
  }
}
