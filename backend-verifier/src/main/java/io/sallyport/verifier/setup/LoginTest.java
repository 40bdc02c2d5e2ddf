package io.sallyport.verifier.setup;

import io.sallyport.verifier.sshd.SshdSettings;
import io.sallyport.verifier.system.SystemCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The login that must fail in the right way: sshd asks the verifier, and offers nothing else.
 *
 * @param address of the running sshd
 * @param port of it
 * @param way how it is to ask
 * @param audit where the verifier's decision is looked for
 */
record LoginTest(String address, String port, Way way, Path audit) {
  private static final Pattern LISTEN = Pattern.compile("\\[?([0-9a-fA-F.:]+?)]?:([0-9]+)");

  /** Three, as sshd may still be reading its configuration at the first. */
  private static final int TRIES = 3;

  /** The test of the sshd that has these settings. */
  static LoginTest of(SshdSettings settings, Way way, Path audit) throws IOException {
    String listen = settings.value("listenaddress").orElse("0.0.0.0:22");
    Matcher matcher = LISTEN.matcher(listen);
    if (!matcher.matches()) {
      throw new IOException("sshd listens on " + listen + ", which is no address and port");
    }
    String address =
        switch (matcher.group(1)) {
          case "0.0.0.0" -> "127.0.0.1";
          case "::" -> "::1";
          case String one -> one;
        };
    return new LoginTest(address, matcher.group(2), way, audit);
  }

  /**
   * Tries to log in.
   *
   * @throws IOException with what went otherwise than it should
   */
  void perform(String login) throws IOException, InterruptedException {
    Optional<String> wrong = attempt(login);
    for (int i = 1; i < TRIES && wrong.isPresent(); i++) {
      Thread.sleep(1000);
      wrong = attempt(login);
    }
    if (wrong.isPresent()) {
      throw new IOException(wrong.get());
    }
  }

  private Optional<String> attempt(String login) throws IOException {
    Decisions decisions = Decisions.from(audit);
    try (TestCertificate shown = TestCertificate.make(login)) {
      SystemCommand.Result result = ssh(shown);
      String said = result.output().strip();
      if (result.ok()) {
        return Optional.of("sshd let in a certificate without a token");
      }
      if (!said.endsWith("Permission denied (publickey).")) {
        return Optional.of("sshd does not refuse a bad certificate as it should: " + said);
      }
      boolean asked = way == Way.PRINCIPALS || decisions.isAbout(shown.keyId());
      return asked
          ? Optional.empty()
          : Optional.of(
              "sshd has not asked the verifier about %s; name an account that people may use with --login"
                  .formatted(login));
    }
  }

  private SystemCommand.Result ssh(TestCertificate shown) throws IOException {
    return SystemCommand.run(
        "ssh",
        "-F",
        "none",
        "-i",
        shown.key().toString(),
        "-o",
        "CertificateFile=" + shown.certificate(),
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "IdentityAgent=none",
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "LogLevel=ERROR",
        "-o",
        "BatchMode=yes",
        "-o",
        "ConnectTimeout=4",
        "-p",
        port,
        "-l",
        shown.login(),
        address,
        "true");
  }
}
