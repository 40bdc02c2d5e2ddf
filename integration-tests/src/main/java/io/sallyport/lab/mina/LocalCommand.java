package io.sallyport.lab.mina;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/**
 * A shell or a command of one session channel, run as a process of this machine.
 *
 * <p>MINA's thread sets it up; after that, virtual threads move the bytes and wait for the end.
 */
final class LocalCommand implements Command {
  private final Optional<String> command;
  private final Path homes;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;
  private @Nullable OutputStream err;
  private @Nullable ExitCallback exit;
  private @Nullable Process process;
  private @Nullable PseudoTerminal terminal;
  private @Nullable Path userAuth;

  /** A command, or the login shell when there is none. */
  LocalCommand(Optional<String> command, Path homes) {
    this.command = command;
    this.homes = homes;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    String login = channel.getSession().getUsername();
    ProcessBuilder builder = new ProcessBuilder();
    if (PseudoTerminal.wanted(environment)) {
      PseudoTerminal opened = PseudoTerminal.open(environment);
      terminal = opened;
      builder.command(opened.running(command));
      environment.addSignalListener((_, _) -> opened.resize(environment), Signal.WINCH);
    } else {
      builder.command(PseudoTerminal.shell(command));
    }
    builder.directory(homes.resolve(login).toFile());
    environment(builder.environment(), login, channel, environment);
    process = builder.start();
    Streams streams = new Streams(process, required(in), required(out), required(err));
    Thread.startVirtualThread(() -> ExitStatus.report(streams.join(), channel, required(exit)));
  }

  private void environment(
      Map<String, String> variables, String login, ChannelSession channel, Environment asked)
      throws IOException {
    variables.clear();
    asked
        .getEnv()
        .forEach((name, value) -> {
          if (name.equals("TERM") || name.equals("LANG") || name.startsWith("LC_")) {
            variables.put(name, value);
          }
        });
    userAuth = Files.createTempFile("sallyport-user-auth", "");
    String certificate = channel.getSession().getAttribute(VerifiedCertificates.ACCEPTED);
    Files.writeString(userAuth, "publickey " + certificate + "\n");
    variables.put("SSH_USER_AUTH", userAuth.toString());
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.put("HOME", homes.resolve(login).toString());
    variables.put("SHELL", PseudoTerminal.SHELL);
    variables.put("USER", login);
    variables.put("LOGNAME", login);
  }

  @Override
  public void destroy(ChannelSession channel) throws IOException {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    if (terminal != null) {
      terminal.forget();
    }
    if (userAuth != null) {
      Files.deleteIfExists(userAuth);
    }
  }

  private static <T> T required(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the channel is not set up");
    }
    return part;
  }
}
