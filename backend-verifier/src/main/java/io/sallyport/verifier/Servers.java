package io.sallyport.verifier;

import io.sallyport.verifier.VerifierSocket.Audience;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verifier's sockets: sshd's, and one for everybody who is logged in, where tokens in the
 * environment count.
 */
final class Servers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Servers.class);

  private final VerifierServer forSshd;
  private final Optional<VerifierServer> forUsers;

  private Servers(VerifierServer forSshd, Optional<VerifierServer> forUsers) {
    this.forSshd = forSshd;
    this.forUsers = forUsers;
  }

  /** Opens them; the exception says what is in the way. */
  static Servers open(VerifierConfig config, Verifier verifier) throws IOException {
    VerifierServer forSshd =
        new VerifierServer(VerifierSocket.open(config.socket(), Audience.SSHD), verifier);
    try {
      return config.environmentSocket().isEmpty()
          ? new Servers(forSshd, Optional.empty())
          : new Servers(
              forSshd,
              Optional.of(
                  new VerifierServer(
                      VerifierSocket.open(config.environmentSocket().get(), Audience.USERS),
                      verifier)));
    } catch (IOException e) {
      forSshd.close();
      throw e;
    }
  }

  /** Answers on all of them until {@link #close}. */
  void serve() throws IOException {
    forUsers.ifPresent(server -> Thread.ofPlatform().name("users").start(() -> serve(server)));
    forSshd.serve();
  }

  private static void serve(VerifierServer server) {
    try {
      server.serve();
    } catch (IOException e) {
      log.error("Tokens in the environment are not answered for any more: {}", e.toString());
    }
  }

  /** A socket that is left behind is replaced at the next start. */
  @Override
  public void close() {
    forUsers.ifPresent(Servers::close);
    close(forSshd);
  }

  private static void close(VerifierServer server) {
    try {
      server.close();
    } catch (IOException e) {
      log.warn("A socket could not be removed: {}", e.toString());
    }
  }
}
