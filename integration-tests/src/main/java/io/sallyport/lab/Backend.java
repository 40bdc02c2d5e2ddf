package io.sallyport.lab;

import java.util.Optional;

/**
 * A machine behind the bastion, as far as the lab needs one: an SSH server whose only way in is a
 * hop certificate that the verifier accepts.
 */
public interface Backend extends AutoCloseable {

  /** The backend that was asked for, or the best that this machine allows. */
  static Backend choose(LabPlan plan, LabFolder folder, Installation installation, int port) {
    LabPlan.BackendKind kind = plan.backend();
    Optional<String> missing =
        kind == LabPlan.BackendKind.MINA
            ? Optional.of("it was asked for")
            : SshdNamespace.missing();
    if (missing.isPresent() && kind == LabPlan.BackendKind.OPENSSH) {
      throw new LabException("no OpenSSH backend here: " + missing.get());
    }
    return missing
        .<Backend>map(reason -> new MinaBackend(folder, port, reason))
        .orElseGet(() -> new OpenSshBackend(folder, installation, port, plan));
  }

  /** Starts the verifier and the SSH server without waiting for them. */
  void launch();

  /** Waits until both serve. */
  void ready();

  Daemon sshServer();

  /** The verifier's process; the SSH server's own where the verifier runs inside it. */
  Daemon verifier();

  /** Completes the sentence "the backend is …". */
  String description();

  @Override
  void close();
}
