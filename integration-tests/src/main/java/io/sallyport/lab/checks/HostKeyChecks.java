package io.sallyport.lab.checks;

import io.sallyport.lab.Client;
import io.sallyport.lab.Lab;
import io.sallyport.lab.LabException;
import io.sallyport.lab.SshRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The key that the inner door shows in a target's name. */
final class HostKeyChecks {
  private static final Pattern SHOWN =
      Pattern.compile(
          "Server host certificate: (\\S+) (SHA256:\\S+), .* CA \\S+ (SHA256:\\S+).*\n"
              + "(?:.*\n)*?.*Host '([^']+)' is known and matches the \\S+ host certificate");

  private final Lab lab;
  private final Client client;

  HostKeyChecks(Lab lab) {
    this.lab = lab;
    client = lab.client();
  }

  List<Check> all() {
    return List.of(
        new Check("one @cert-authority line is enough: no question, strict checking", this::strict),
        new Check("each target has a host key of its own", this::perTarget),
        new Check("host keys survive a restart of the bastion", this::restart));
  }

  private void strict() {
    try {
      List<String> trusted = Files.readAllLines(lab.folder().clientKnownHosts());
      Broken.unlessEqual(1, trusted.size(), "lines in known_hosts");
      Broken.unless(trusted.getFirst().startsWith("@cert-authority "), trusted.getFirst());
    } catch (IOException e) {
      throw new LabException("could not read the client's known_hosts", e);
    }
    SshRun.Finished run = verbose("web-01");
    Broken.unlessEqual(List.of(), run.prompts(), "questions");
    Broken.unlessEqual(
        certificate(run, "bastion").ca(), certificate(run, "web-01").ca(), "host CA");
  }

  private void perTarget() {
    String first = shownBy("web-01");
    Broken.unless(!first.equals(shownBy("web-02")), "web-01 and web-02 show the same key");
    Broken.unlessEqual(first, shownBy("web-01"), "key of web-01 the second time");
  }

  private void restart() {
    String before = shownBy("web-01");
    lab.bastion().restart();
    Broken.unlessEqual(before, shownBy("web-01"), "key of web-01 after the restart");
  }

  private String shownBy(String target) {
    return certificate(verbose(target), target).key();
  }

  private SshRun.Finished verbose(String target) {
    String[] ssh = {
      "-v",
      "-J",
      "ansible@bastion",
      "-o",
      "BatchMode=yes",
      "-o",
      "StrictHostKeyChecking=yes",
      "deploy@" + target,
      "true"
    };
    return Broken.unlessOk(client.ssh(ssh).finish());
  }

  private record Certificate(String key, String ca) {}

  private static Certificate certificate(SshRun.Finished run, String name) {
    MatchResult shown =
        SHOWN
            .matcher(run.error())
            .results()
            .filter(match -> match.group(4).equals(name))
            .findFirst()
            .orElseThrow(() -> new LabException("no host certificate of " + name + " was shown"));
    return new Certificate(shown.group(2), shown.group(3));
  }
}
