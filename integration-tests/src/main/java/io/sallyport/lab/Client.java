package io.sallyport.lab;

import java.util.ArrayList;
import java.util.List;

/** The stock ssh programs of this machine, set up for one lab, and the administrators' command. */
public final class Client {
  private static final String ASKPASS =
      """
      #!/bin/sh
      # Answers ssh's prompts in a person's place, and notes each of them.
      printf '%s\\n' "$1" >>"$SALLYPORT_PROMPTS"
      printf '%s\\n' "$SALLYPORT_ANSWER"
      """;

  private final LabFolder folder;
  private final Installation installation;

  Client(LabFolder folder, Installation installation) {
    this.folder = folder;
    this.installation = installation;
    LabFolder.writeScript(folder.bin().resolve("askpass"), ASKPASS);
  }

  /**
   * A run of {@code ssh}, {@code scp} or {@code sftp}, by name or path, with the lab's ssh_config.
   */
  public SshRun run(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program, "-F", folder.sshConfig().toString()));
    command.addAll(List.of(arguments));
    return new SshRun(folder, command);
  }

  /** A run of any other client, as it stands. */
  public SshRun command(String... words) {
    return new SshRun(folder, List.of(words));
  }

  public SshRun ssh(String... arguments) {
    return run("ssh", arguments);
  }

  /** A run of {@code ssh} as the service account, through the bastion, to the login on a target. */
  public SshRun automation(String target, String command) {
    return ssh("-J", "ansible@bastion", "-o", "BatchMode=yes", "deploy@" + target, command);
  }

  /** An interactive {@code ssh} in a terminal of this size. */
  public Terminal terminal(int rows, int columns, String... arguments) {
    return terminal(rows, columns, ssh(arguments));
  }

  /** Any client in a terminal of this size. */
  public Terminal terminal(int rows, int columns, SshRun run) {
    return Terminal.open(run, rows, columns);
  }

  /** One fresh portal token. */
  public String portalToken(String person) {
    String config = folder.portalConfig().toString();
    return Tool.run(
            installation.sallyport().toString(), "portal", "token", person, "--config", config)
        .strip();
  }

  /** What the administrators' command prints. */
  public String sallyport(String... arguments) {
    return Tool.run(sallyportCommand(arguments));
  }

  /** The same, still to be given something to read. */
  public SshRun sallyportReading(String text, String... arguments) {
    return command(sallyportCommand(arguments)).reading(text);
  }

  private String[] sallyportCommand(String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(installation.sallyport().toString());
    command.addAll(List.of("--config", folder.bastionConfig().toString()));
    return command.toArray(String[]::new);
  }
}
