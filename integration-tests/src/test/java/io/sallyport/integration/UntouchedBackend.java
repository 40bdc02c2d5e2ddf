package io.sallyport.integration;

import io.sallyport.lab.Await;
import io.sallyport.lab.Installation;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabFolder;
import io.sallyport.lab.LabPlan;
import io.sallyport.lab.LabPlan.BackendKind;
import io.sallyport.lab.SshKeys;
import io.sallyport.lab.SshRun;
import io.sallyport.lab.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A backend as Debian leaves it: deploy has an authorized key, and sshd asks for passwords. */
final class UntouchedBackend implements AutoCloseable {
  static final String INSIDE = "/run/sallyport";
  static final String HERE = "127.0.0.1";
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final List<String> COMMANDS = List.of("--commands", INSIDE);

  final Lab lab;
  final TestIssuer issuer;
  final Path ownKey;
  final Path glass;

  UntouchedBackend(UnaryOperator<LabPlan> more) throws IOException {
    LabPlan plan = LabPlan.inFreshFolder().withBackend(BackendKind.OPENSSH).withUntouchedSshd();
    issuer = TestIssuer.create(plan.folder());
    lab = Lab.start(more.apply(plan).withOfflineIssuer(TestIssuer.NAME, issuer.keySet()));
    there("useradd", "--create-home", "--password", "*", "breakglass");
    ownKey = SshKeys.generate(lab.folder().path().resolve("own-key"), "deploy");
    glass = SshKeys.generate(lab.folder().path().resolve("glass"), "glass");
    Path ssh = lab.folder().home().resolve("deploy/.ssh");
    Files.createDirectory(ssh);
    Files.copy(Path.of(ownKey + ".pub"), ssh.resolve("authorized_keys"));
    Tool.run("chown", "-R", "20001:20001", ssh.toString());
  }

  /** As it was before any setup. */
  void reset() {
    there("sh", "-c", "rm -f %1$s/sshd_config.d/* %1$s/sallyport-*.pub".formatted(INSIDE));
    reload();
    awaitOwnKey();
  }

  /** Until deploy's authorized key is a way in. */
  void awaitOwnKey() {
    Await.until("sshd as it was", PATIENCE, () -> logIn("deploy", ownKey, HERE).ok());
  }

  HopOffer hop() {
    return new HopOffer(lab, issuer);
  }

  List<String> dropIns() {
    return there("ls", INSIDE + "/sshd_config.d").output().lines().toList();
  }

  Tool.Outcome setup(String typed, String... options) {
    return Tool.attempt(typed, command("setup", with(COMMANDS, options)).toArray(String[]::new));
  }

  /** A look for ways around the verifier. */
  Tool.Outcome doctor(String... options) {
    return Tool.attempt("", command("doctor", List.of(options)).toArray(String[]::new));
  }

  /** Puts a file into sshd's drop-ins. */
  void dropIn(String name, String text) {
    LabFolder.write(lab.folder().backend().resolve("sshd_config.d/" + name), text);
  }

  /** Has sshd read its configuration again. */
  void reload() {
    there("sh", "-c", "kill -HUP \"$(cat /run/sshd.pid)\"");
  }

  /** A setup that somebody watches without typing anything. */
  SshRun setupWaiting(String... options) {
    String words = String.join(" ", command("setup", with(COMMANDS, options)));
    Path typing = lab.folder().path().resolve("typing-" + System.nanoTime());
    Tool.run("mkfifo", typing.toString());
    return lab.client().command("sh", "-c", "exec 3<>'%s'; %s <&3".formatted(typing, words));
  }

  private List<String> command(String name, List<String> options) {
    List<String> words = new ArrayList<>(inside());
    words.addAll(
        List.of(
            "env",
            "JAVA_HOME=" + System.getProperty("java.home"),
            Installation.find().verifier().toString(),
            name,
            "--config",
            INSIDE + "/verifier.yaml",
            "--sshd-config",
            INSIDE + "/sshd_config"));
    words.addAll(options);
    return words;
  }

  private static List<String> with(List<String> some, String... others) {
    return Stream.concat(some.stream(), Stream.of(others)).toList();
  }

  /** A direct login with a plain key. */
  SshRun.Finished logIn(String login, Path key, String from) {
    return lab.client()
        .ssh(
            "-b",
            from,
            "-i",
            key.toString(),
            "-o",
            "IdentitiesOnly=yes",
            "-o",
            "HostKeyAlias=web-01",
            "-o",
            "UserKnownHostsFile=" + lab.folder().backendKnownHosts(),
            "-o",
            "BatchMode=yes",
            "-p",
            "" + lab.backendPort(),
            login + "@127.0.0.1",
            "echo in")
        .finish();
  }

  /** A direct login of deploy's by nothing but a password. */
  SshRun.Finished logInByPassword(String password) {
    return lab.client()
        .ssh(
            "-o",
            "PreferredAuthentications=password",
            "-o",
            "NumberOfPasswordPrompts=1",
            "-o",
            "HostKeyAlias=web-01",
            "-o",
            "UserKnownHostsFile=" + lab.folder().backendKnownHosts(),
            "-p",
            "" + lab.backendPort(),
            "deploy@127.0.0.1",
            "echo in")
        .answering(password)
        .finish();
  }

  /** Runs a command on the backend. */
  Tool.Outcome there(String... command) {
    return Tool.attempt(
        "", Stream.concat(inside().stream(), Stream.of(command)).toArray(String[]::new));
  }

  private List<String> inside() {
    return List.of("nsenter", "-t", "" + lab.backend().sshServer().pid(), "-m", "-p");
  }

  @Override
  public void close() {
    lab.close();
  }
}
