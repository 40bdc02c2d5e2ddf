package io.sallyport.verifier.setup;

import io.sallyport.verifier.sshd.SshdSettings;
import io.sallyport.verifier.sshd.StrictModes;
import io.sallyport.verifier.sshd.StrictModes.Fault;
import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The test of the command before sshd is told of it: run by hand, as sshd would.
 *
 * @param command that is tested
 * @param audit where the verifier's decision is looked for
 */
public record CommandTest(VerifierCommand command, Path audit) {

  /** The test of the command that sshd has; empty if it has none of ours. */
  public static Optional<CommandTest> of(SshdSettings settings, Path audit) {
    return VerifierCommand.of(settings).map(command -> new CommandTest(command, audit));
  }

  /**
   * Has it ask the verifier about a certificate that lets nobody in.
   *
   * @throws IOException with what is wrong, and what to do
   */
  public void perform(String login) throws IOException {
    Optional<Fault> fault = StrictModes.faultOf(command.script());
    if (fault.isPresent()) {
      throw new IOException(
          "sshd would not run %s: %s; run: %s"
              .formatted(command.script(), fault.get().text(), fault.get().fix()));
    }
    if (!SystemCommand.run("getent", "passwd", command.user()).ok()) {
      throw new IOException(
          "there is no account %s for sshd's command; run: systemd-sysusers"
              .formatted(command.user()));
    }
    ask(login);
  }

  private void ask(String login) throws IOException {
    Decisions decisions = Decisions.from(audit);
    try (TestCertificate shown = TestCertificate.make(login)) {
      String[] certificate = shown.words();
      List<String> words = new ArrayList<>(List.of("runuser", "-u", command.user(), "--"));
      words.addAll(List.of(command.script().toString(), login, certificate[0], certificate[1]));
      words.addAll(command.more());
      SystemCommand.Result result = SystemCommand.run(words.toArray(String[]::new));
      if (!decisions.isAbout(shown.keyId())) {
        throw new IOException(
            "the verifier was not asked by %s; is it running, and may %s use its socket? %s"
                .formatted(command.script(), command.user(), result.output().strip()));
      }
    }
  }
}
