package io.sallyport.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The system's own, unpatched sshd, which asks our verifier through AuthorizedKeysCommand. */
final class OpenSshBackend implements Backend {
  private static final int LOGIN_ID = 20001;
  private static final int COMMAND_ID = 20002;

  /** Of this option alone sshd takes the last line, not the first. */
  private static final String MANY_LOGINS = "MaxStartups 100\n";

  private static final String INSIDE = SshdNamespace.INSIDE;

  private static final List<String> COMMANDS =
      List.of(
          "sallyport-authorized-keys",
          "sallyport-authorized-principals",
          "sallyport-pam-session",
          "sallyport-environment-token");

  private final LabFolder folder;
  private final boolean newcomers;
  private final Daemon verifier;
  private final Daemon sshd;

  OpenSshBackend(LabFolder folder, Installation installation, int port, LabPlan plan) {
    this.folder = folder;
    this.newcomers = plan.newcomers();
    String pam = newcomers || plan.pam().isPresent() ? "UsePAM yes\n" : "";
    String sshd =
        plan.untouchedSshd()
            ? UntouchedSshd.prepare(folder, port)
            : MANY_LOGINS + pam + plan.sshdLines() + sshdConfig(port) + plan.sshdMatches();
    prepare(installation, sshd);
    plan.pam().ifPresent(text -> LabFolder.write(folder.backend().resolve("etc/pam"), text));
    verifier =
        new Daemon(
            "verifier",
            folder.log("verifier"),
            "sallyport-verifier: listening on",
            SshdNamespace.knowingItsUsers(
                folder,
                installation.verifier().toString(),
                "serve",
                "--config",
                folder.verifierConfig().toString()));
    String before = newcomers ? Newcomers.commands() : "";
    this.sshd = SshdNamespace.sshd(folder, "backend", "sshd_config", plan.sshdUsr(), before);
  }

  @Override
  public void launch() {
    verifier.launch();
    sshd.launch();
  }

  @Override
  public void ready() {
    verifier.ready();
    sshd.ready();
  }

  @Override
  public Daemon sshServer() {
    return sshd;
  }

  @Override
  public Daemon verifier() {
    return verifier;
  }

  @Override
  public String description() {
    return "this machine's own sshd, which asks the Sallyport verifier";
  }

  @Override
  public void close() {
    sshd.close();
    verifier.close();
  }

  private void prepare(Installation installation, String sshdConfig) {
    Path inside = folder.backend();
    for (String command : COMMANDS) {
      LabFolder.writeScript(
          inside.resolve(command),
          read(installation.authorizedKeysCommand().resolveSibling(command)));
    }
    LabFolder.write(inside.resolve("sshd_config"), sshdConfig);
    LabFolder.makeFolder(inside.resolve("etc"));
    LabFolder.write(inside.resolve("etc/passwd"), passwd());
    LabFolder.write(inside.resolve("etc/group"), group());
    LabFolder.writePrivate(inside.resolve("etc/shadow"), shadow());
    if (newcomers) {
      Newcomers.prepare(folder, installation);
    }
    Path home = folder.home().resolve(Lab.LOGIN);
    LabFolder.makeFolder(home);
    Tool.run("chown", LOGIN_ID + ":" + LOGIN_ID, home.toString());
    // Set-group-id: the verifier's socket, made in here, belongs to the command's group.
    Tool.run("chown", "0:" + COMMAND_ID, folder.verifierFolder().toString());
    Tool.run("chmod", "2750", folder.verifierFolder().toString());
  }

  private static String sshdConfig(int port) {
    return """
    ListenAddress 127.0.0.1:%d
    HostKey %2$s/host_key
    PidFile none

    AuthenticationMethods publickey
    PubkeyAuthentication yes
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    PermitRootLogin no
    AuthorizedKeysFile none
    TrustedUserCAKeys none
    AuthorizedKeysCommand %2$s/sallyport-authorized-keys %%u %%t %%k %2$s/verifier/verifier.sock
    AuthorizedKeysCommandUser sallyport-keys
    UsePAM no
    ExposeAuthInfo yes
    LogLevel VERBOSE

    Subsystem sftp internal-sftp
    AcceptEnv LANG LC_*
    X11Forwarding yes
    RekeyLimit 256M
    """
        .formatted(port, INSIDE);
  }

  private static String passwd() {
    return without("/etc/passwd", Lab.LOGIN, "sallyport-keys", Newcomers.ACCOUNT)
        + "%s:x:%d:%2$d::/home/%1$s:/bin/bash\n".formatted(Lab.LOGIN, LOGIN_ID)
        + "sallyport-keys:x:%d:%1$d::/nonexistent:/usr/sbin/nologin\n".formatted(COMMAND_ID)
        + Newcomers.passwd();
  }

  private static String group() {
    return without("/etc/group", Lab.LOGIN, "sallyport-keys", Newcomers.ACCOUNT)
        + "%s:x:%d:\n".formatted(Lab.LOGIN, LOGIN_ID)
        + "sallyport-keys:x:%d:\n".formatted(COMMAND_ID)
        + Newcomers.group();
  }

  private static String shadow() {
    return without("/etc/shadow", Lab.LOGIN, "sallyport-keys", Newcomers.ACCOUNT)
        + Lab.LOGIN
        + ":*:20000:0:99999:7:::\nsallyport-keys:*:20000:0:99999:7:::\n"
        + Newcomers.shadow();
  }

  /** The lines of a colon-separated file but those of the given names. */
  private static String without(String file, String... names) {
    return read(Path.of(file))
        .lines()
        .filter(line -> Stream.of(names).noneMatch(name -> line.startsWith(name + ":")))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new LabException("could not read " + file + ": " + e.getMessage(), e);
    }
  }
}
