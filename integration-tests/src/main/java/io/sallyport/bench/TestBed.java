package io.sallyport.bench;

import io.sallyport.lab.Daemon;
import io.sallyport.lab.JumpHost;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabException;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.SshKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Both routes, ready to be used: a lab with an OpenSSH backend, next to it an OpenSSH jump host
 * with a backend of the same kind, and ssh_config files for one client that knows them all.
 */
final class TestBed implements AutoCloseable {
  /** Nobody is turned away, and the backend's keys are renewed when OpenSSH would renew them. */
  private static final String GATE =
      "gate: {max_connections: 5000, max_connections_per_address: 5000}\n";

  private static final String STOCK_REKEYING = "RekeyLimit default none\n";

  private final Lab lab;
  private final JumpHost jumpHost;

  private final HopQuestions hops;

  private TestBed(Lab lab, JumpHost jumpHost, HopQuestions hops) {
    this.lab = lab;
    this.jumpHost = jumpHost;
    this.hops = hops;
    LabFolder.write(knownHosts(), hostKeys());
    for (Offer offer : Offer.values()) {
      LabFolder.write(path().resolve(offer.file()), configuration(offer));
    }
  }

  static TestBed start() {
    LabPlan fresh = LabPlan.inFreshFolder();
    HopQuestions hops = new HopQuestions(fresh.folder());
    LabPlan plan =
        fresh
            .withBackend(LabPlan.BackendKind.OPENSSH)
            .withOfflineIssuer(
                HopQuestions.ISSUER, hops.keySet(fresh.folder().resolve("bench-jwks.json")))
            .withBastionLines(GATE)
            .withSshdLines(STOCK_REKEYING);
    Lab lab = Lab.start(plan);
    try {
      return new TestBed(lab, JumpHost.start(lab), hops);
    } catch (RuntimeException e) {
      lab.close();
      throw e;
    }
  }

  /** A run of {@code ssh}, with options before the destination. */
  ProcessBuilder ssh(Route route, Offer offer, List<String> options, String command) {
    List<String> arguments = new ArrayList<>(options);
    arguments.add(route.destination());
    arguments.add(command);
    return program("ssh", route, offer, arguments);
  }

  ProcessBuilder scp(Route route, Offer offer, String from, String to) {
    return program("scp", route, offer, List.of("-q", from, to));
  }

  /** What the backend's sshd runs to ask the verifier, here about a hop that may come in. */
  ProcessBuilder question() {
    List<String> command = new ArrayList<>();
    command.add(lab.folder().backend().resolve("sallyport-authorized-keys").toString());
    command.addAll(hops.next());
    command.add(verifierSocket().toString());
    return new ProcessBuilder(command);
  }

  /** Hops that may come in. */
  HopQuestions hops() {
    return hops;
  }

  Path verifierSocket() {
    return lab.folder().verifierSocket();
  }

  Daemon verifier() {
    return lab.backend().verifier();
  }

  /** A run of {@code ansible-playbook} on the host behind this route. */
  ProcessBuilder playbook(Route route, Path playbook) {
    int at = route.destination().indexOf('@');
    String inventory =
        "%s ansible_user=%s ansible_python_interpreter=/usr/bin/python3 ansible_ssh_common_args='-F %s -J %s'%n"
            .formatted(
                route.destination().substring(at + 1),
                route.destination().substring(0, at),
                path().resolve(Offer.OUT_OF_THE_BOX.file()),
                route.jump());
    Path hosts = LabFolder.write(path().resolve("hosts-" + route.name()), inventory);
    ProcessBuilder builder =
        new ProcessBuilder("ansible-playbook", "-i", hosts.toString(), playbook.toString());
    builder.environment().remove("SSH_AUTH_SOCK");
    builder.environment().put("ANSIBLE_CONFIG", path().resolve("ansible.cfg").toString());
    return builder
        .redirectOutput(ProcessBuilder.Redirect.appendTo(complaints().toFile()))
        .redirectError(ProcessBuilder.Redirect.appendTo(complaints().toFile()));
  }

  private ProcessBuilder program(String program, Route route, Offer offer, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program, "-F", path().resolve(offer.file()).toString()));
    command.addAll(List.of("-J", route.jump()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("SSH_AUTH_SOCK");
    return builder.redirectError(ProcessBuilder.Redirect.appendTo(complaints().toFile()));
  }

  /** The failure of a client, with what the clients have complained about so far. */
  LabException failed(String what, Route route, String why) {
    try {
      String complaints = Files.exists(complaints()) ? Files.readString(complaints()) : "";
      return new LabException(
          "%s through the %s failed: %s%n%s".formatted(what, route.title(), why, complaints));
    } catch (IOException e) {
      throw new LabException("could not read " + complaints(), e);
    }
  }

  private Path complaints() {
    return path().resolve("bench-clients.log");
  }

  /** The server in the middle: the bastion's process, or the jump host's sshd. */
  Daemon gateway(Route route) {
    return switch (route) {
      case JUMP -> jumpHost.jump();
      case SALLYPORT -> lab.bastion();
    };
  }

  ProcessTree processes(Route route) {
    return new ProcessTree(gateway(route).pid());
  }

  int port(Route route) {
    return switch (route) {
      case JUMP -> jumpHost.jumpPort();
      case SALLYPORT -> lab.bastionPort();
    };
  }

  /** A folder for files of the client. */
  Path path() {
    return lab.folder().path();
  }

  /** The home directory of the login on the backends, seen from outside. */
  Path home() {
    return lab.folder().home().resolve(Lab.LOGIN);
  }

  /** Removes what has been recorded of sessions that are over: one download is as large as it. */
  void removeRecordings() {
    Path recordings = lab.folder().recordings();
    if (!Files.exists(recordings)) {
      return;
    }
    try (Stream<Path> below = Files.walk(recordings)) {
      below
          .sorted(Comparator.reverseOrder())
          .filter(path -> !path.equals(recordings))
          .forEach(path -> path.toFile().delete());
    } catch (IOException e) {
      throw new LabException("could not remove recordings", e);
    }
  }

  @Override
  public void close() {
    jumpHost.close();
    lab.close();
  }

  private Path knownHosts() {
    return path().resolve("bench_known_hosts");
  }

  private String hostKeys() {
    String key = SshKeys.publicKey(lab.folder().backendHostKey());
    return "jump %1$s\nplain-01 %1$s\n".formatted(key);
  }

  private String configuration(Offer offer) {
    return """
    IgnoreUnknown ObscureKeystrokeTiming
    ObscureKeystrokeTiming no
    %s\
    Host bastion
        HostKeyAlias bastion
        Port %d
    Host jump
        HostKeyAlias jump
        Port %d
    Host plain-01
        HostKeyAlias plain-01
        Port %d
    Host bastion jump plain-01
        HostName 127.0.0.1
        IdentityFile "%s"
    Host *
        UserKnownHostsFile "%s" "%s"
        GlobalKnownHostsFile /dev/null
        StrictHostKeyChecking yes
        CheckHostIP no
        IdentityFile none
        IdentitiesOnly yes
        BatchMode yes
    """
        .formatted(
            offer.configuration(),
            lab.bastionPort(),
            jumpHost.jumpPort(),
            jumpHost.backendPort(),
            lab.folder().serviceAccountKey(),
            lab.folder().clientKnownHosts(),
            knownHosts());
  }
}
