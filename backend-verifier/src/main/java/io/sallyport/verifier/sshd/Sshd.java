package io.sallyport.verifier.sshd;

import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * This machine's sshd. What its configuration means is what its program says ({@code sshd -T}):
 * nothing here reads the files by itself.
 *
 * @param program its absolute path
 * @param config its {@code sshd_config}
 */
public record Sshd(Path program, Path config) {
  /** The name of the drop-in that holds Sallyport's lines; sshd reads it before others. */
  public static final String DROP_IN = "00-sallyport.conf";

  /**
   * A file that is never there. In a Match block sshd takes {@code AuthorizedPrincipalsFile none}
   * for a file of that name in the person's home (servconf.c clears it outside of blocks only).
   */
  public static final String NO_FILE = "/nonexistent";

  private static final Pattern VERSION = Pattern.compile("OpenSSH_([0-9]+)\\.([0-9]+)");

  /**
   * Asks whether it would start with its configuration as it is on disk now ({@code sshd -t}).
   *
   * @throws IOException with what sshd says against it
   */
  public void requireValid() throws IOException {
    var _ = said("-t");
  }

  /**
   * What holds for a connection, after all {@code Match} blocks.
   *
   * @throws IOException with what sshd says against its configuration
   */
  public SshdSettings settings(Visitor visitor) throws IOException {
    return SshdSettings.parse(said("-T", "-C", visitor.specification()));
  }

  /** Its release. */
  public Release release() throws IOException {
    // Before 9.3 -V is an unknown option, and what it is told then names the release as well.
    Matcher matcher = VERSION.matcher(SystemCommand.run(program.toString(), "-V").output());
    if (!matcher.find()) {
      throw new IOException(program + " does not say which release of OpenSSH it is");
    }
    return new Release(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** A release of OpenSSH, such as 9.8. */
  public record Release(int major, int minor) {
    /** Whether it is this release or a later one. */
    public boolean isAtLeast(int major, int minor) {
      return this.major > major || (this.major == major && this.minor >= minor);
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  private String said(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 3];
    command[0] = program.toString();
    command[1] = "-f";
    command[2] = config.toString();
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    SystemCommand.Result result = SystemCommand.run(command);
    if (!result.ok()) {
      throw new IOException("sshd does not take " + config + ": " + result.output().strip());
    }
    return result.output();
  }
}
